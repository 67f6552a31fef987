import { Admissions, parseHead, type Guard, type RequestHead } from '../../web/src';

const guard: Guard = {
  name: 'test',
  judge: ({ token, password }) =>
    Promise.resolve(
      token === 'good' || password === 'good'
        ? { admitted: true }
        : { admitted: false, reason: 'no', login: true },
    ),
  enter: () => ({ leave: () => undefined }),
};

function admissions(): Admissions<true> {
  const settings = {
    clientLimit: 1000,
    addressLimit: 0,
    bandwidthLimit: undefined,
    redirect: undefined,
    duration: undefined,
    allowDefault: false,
    realm: 'test',
  };
  return new Admissions({
    settings: () => settings,
    ready: () => true,
    bitrate: () => 0,
    guard,
    warn: () => undefined,
  });
}

function request(path: string, login?: string): RequestHead {
  const field =
    login === undefined ? '' : `Authorization: Basic ${Buffer.from(login).toString('base64')}\r\n`;
  return parseHead(`GET ${path} HTTP/1.0\r\n${field}\r\n`) as RequestHead;
}

it('does not hold up good tokens because of bad ones from the same address', async () => {
  const door = admissions();
  for (let count = 0; count < 50; count++)
    expect(await door.judge(request(`/?token=bad${count}`), '192.0.2.1', false)).toMatchObject({
      status: 401,
    });
  const began = performance.now();
  expect(await door.judge(request('/?token=good'), '192.0.2.1', false)).toMatchObject({ given: true });
  // The first wait of the slow-down is 250 ms.
  expect(performance.now() - began).toBeLessThan(200);
});

it('holds up who guesses passwords', async () => {
  const door = admissions();
  await door.judge(request('/', 'ann:bad'), '192.0.2.1', false);
  const began = performance.now();
  await door.judge(request('/', 'ann:good'), '192.0.2.1', false);
  expect(performance.now() - began).toBeGreaterThan(200);
});
