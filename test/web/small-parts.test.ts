import {
  AccessLog,
  adviseOnLimit,
  guessHost,
  mostClients,
  neighbourhood,
  openFilesLimit,
  parseBlocks,
  plainAddress,
  Rate,
  streamUrl,
  withoutSecrets,
} from '../../web/src';

describe('log', () => {
  const lines: string[] = [];
  const log = new AccessLog((line) => lines.push(line), parseBlocks(['10.0.0.0/8', '::1', 'nonsense']).list);
  beforeEach(() => (lines.length = 0));

  it('has the form of a combined log, then seconds and the reason', () => {
    const head = {
      method: 'GET',
      target: '/live?token=secret&x=1',
      path: '/live',
      query: new URLSearchParams(),
      version: '1.1' as const,
      fields: new Map([['user-agent', 'evil"\n\x1b[2J\u202e']]),
    };
    log.add(log.opening({ address: '192.0.2.1', head, user: 'joe' }, 200), 1234, 5.4, 'too slow by 9.0 s');
    expect(lines[0]).toMatch(
      /^192\.0\.2\.1 - joe \[\d\d\/\w{3}\/\d{4}:\d\d:\d\d:\d\d \+0000\] "GET \/live\?token=\*\*\*&x=1 HTTP\/1\.1" 200 1234 "-" "evil\\u\{22\}\\u\{a\}\\u\{1b\}\[2J\\u\{202e\}" 5 "too slow by 9\.0 s"$/,
    );
  });

  it.each([
    ['/?token=abc', '/?token=***'],
    ['/?a=b&Token=abc&c', '/?a=b&Token=***&c'],
    ['/?expires=1&signature=abc#x', '/?expires=1&signature=***#x'],
    ['/?%74oken=abc', '/?%74oken=***'],
    ['/?x=token=abc&mytoken=abc&token', '/?x=token=abc&mytoken=abc&token'],
    ['/token=abc', '/token=abc'],
    ['/?%zz=abc', '/?%zz=abc'],
  ])('has no secrets of the URL %s', (url, shown) => {
    expect(withoutSecrets(url)).toBe(shown);
  });

  it('leaves out filtered addresses, and names entries it cannot read', () => {
    for (const address of ['10.1.2.3', '::1']) log.add(log.opening({ address }, 404), 0, 0, 'x');
    expect(lines).toEqual([]);
    expect(
      parseBlocks(['nonsense', '1.2.3.4/33', '1.2.3.4/x', '1.2.3.4/8/8', '2001:db8::/32']).invalid,
    ).toHaveLength(4);
  });

  it('is bounded in lines a second', () => {
    log.tick();
    lines.length = 0;
    for (let index = 0; index < 1000; index++) log.add(log.opening({ address: '192.0.2.1' }, 404), 0, 0, 'x');
    expect(lines).toHaveLength(200);
    log.tick();
    expect(lines.at(-1)).toBe('800 more requests ended in this second and were not logged');
  });
});

it('reads the limit of open files', () => {
  expect(openFilesLimit()).toBeGreaterThan(100);
  expect(mostClients(1024)).toBe(974);
  expect(adviseOnLimit(undefined, 65536)).toBeUndefined();
  expect(adviseOnLimit(500, 1024)).toBeUndefined();
  expect(adviseOnLimit(undefined, 256)?.text).toBe(
    'the limit of 256 open files leaves room for no more than 206 listeners',
  );
  expect(adviseOnLimit(5000, 1024)?.text).toMatch(
    /client-limit is 5000, but .* 1024 open files .* 974 listeners/,
  );
});

it('writes URLs and addresses as people do', () => {
  expect(streamUrl('example.org', 8800, '/a b')).toBe('http://example.org:8800/a%20b');
  expect(streamUrl('2001:db8::1', 80, '/')).toBe('http://[2001:db8::1]/');
  expect(guessHost('127.0.0.1')).toBe('localhost');
  expect(guessHost('192.0.2.7')).toBe('192.0.2.7');
  expect(guessHost(undefined)).not.toBe('');
  expect(plainAddress('::ffff:192.0.2.1')).toBe('192.0.2.1');
  expect(plainAddress('2001:db8::1')).toBe('2001:db8::1');
  expect(streamUrl('example.org', 443, '/', 'https')).toBe('https://example.org/');
});

it.each([
  ['192.0.2.1', '192.0.2.1'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:db8:0:0:1:2:3:4', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['1:2:3:4:5:6:7::', '1:2:3:4::/64'],
  ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
])('counts %s as %s', (address, as) => {
  expect(neighbourhood(address)).toBe(as);
});

it('takes a rate over the last ten seconds', () => {
  const rate = new Rate();
  expect(rate.perSecond).toBe(0);
  for (let second = 0; second <= 30; second++)
    rate.sample(second < 15 ? second * 1000 : 15_000, second * 1000);
  expect(rate.perSecond).toBe(0);
  rate.sample(26_000, 31_000);
  expect(rate.perSecond).toBeCloseTo(1100);
});
