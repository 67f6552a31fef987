import { ApiClient, askRaw, cookieOf } from '../../support/api-client';
import { TestManager } from '../../support/test-manager';

const NO_BOUNCER = '<manager name="test"><host>127.0.0.1</host></manager>';
const FLOW = '<flow name="main"><component name="video" type="test-video" worker="one"/></flow>';

let manager: TestManager;
const nobody = new ApiClient(() => manager.port);
const admin = nobody.withPassword('user', 'test');

afterEach(() => manager.dispose());

async function start(inside = FLOW, part?: string): Promise<void> {
  manager = await new TestManager().write(inside, part).start();
}

const refusedWith = (status: number, code: string): unknown =>
  expect.objectContaining({ status, body: expect.objectContaining({ code }) as unknown });

describe('the first account', () => {
  const first = { user: 'boss', password: 'a good password' };

  it('is made on the machine of the manager, once, and is signed in', async () => {
    await start(FLOW, NO_BOUNCER);
    expect((await nobody.ask('GET', '/api/setup')).body).toEqual({ needed: true, code: false });
    expect(await admin.ask('GET', '/api/planet')).toEqual(refusedWith(401, 'not-admitted'));
    const made = await nobody.ask('POST', '/api/setup', { body: first });
    expect(made).toMatchObject({ status: 201, body: { user: 'boss', role: 'admin' } });
    const boss = nobody.with({ Cookie: cookieOf(made) });
    expect((await boss.ask('GET', '/api/users')).status).toBe(200);
    expect((await nobody.ask('GET', '/api/setup')).body).toEqual({ needed: false, code: false });
    const second = { user: 'eve', password: 'a good password' };
    expect(await nobody.ask('POST', '/api/setup', { body: second })).toEqual(refusedWith(409, 'setup-done'));
    await manager.stop();
    await manager.start();
    expect((await nobody.ask('GET', '/api/setup')).body).toMatchObject({ needed: false });
    await nobody.signedIn('boss', 'a good password');
  });

  it('is one when two ask at the same time', async () => {
    await start(FLOW, NO_BOUNCER);
    const answers = await Promise.all(
      ['adam', 'eve'].map((user) => nobody.ask('POST', '/api/setup', { body: { ...first, user } })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it.each([
    ['through a proxy', { 'X-Forwarded-For': '203.0.113.5' }],
    ['by a name of another site', { Host: 'rebound.example' }],
  ])('wants the code from the log %s', async (_, headers) => {
    await start(FLOW, NO_BOUNCER);
    const code = manager.log.map((line) => /with the code (\S+)/.exec(line)?.[1]).find(Boolean) ?? '';
    expect(code).toMatch(/^[a-z2-9]{4}(-[a-z2-9]{4}){3}$/);
    const ask = async (body: object): Promise<unknown> => {
      const all = { ...headers, 'Content-Type': 'application/json' };
      const { status, text } = await askRaw(manager.port, '/api/setup', all, {
        method: 'POST',
        body: JSON.stringify(body),
      });
      return { status, body: JSON.parse(text) as unknown };
    };
    expect(await ask(first)).toEqual(refusedWith(403, 'setup-code-wrong'));
    expect(await ask({ ...first, code: 'aaaa-aaaa-aaaa-aaaa' })).toEqual(
      refusedWith(403, 'setup-code-wrong'),
    );
    expect(await ask({ ...first, code })).toMatchObject({ status: 201 });
  });

  it('is not to be made where a bouncer lets people in', async () => {
    await start();
    expect((await nobody.ask('GET', '/api/setup')).body).toEqual({ needed: false, code: false });
    expect(await nobody.ask('POST', '/api/setup', { body: first })).toEqual(refusedWith(409, 'setup-done'));
  });

  it('cannot be taken away while it is the last administrator', async () => {
    await start(FLOW, NO_BOUNCER);
    const made = await nobody.ask('POST', '/api/setup', { body: first });
    const boss = nobody.with({ Cookie: cookieOf(made) });
    const token = await boss.ask('POST', '/api/tokens', { body: { name: 'helper', role: 'admin' } });
    const helper = nobody.withToken((token.body as { token: string }).token);
    const demote = { body: { role: 'viewer' } };
    expect(await boss.ask('PUT', '/api/users/boss', demote)).toEqual(refusedWith(409, 'own-account'));
    expect(await boss.ask('DELETE', '/api/users/boss')).toEqual(refusedWith(409, 'own-account'));
    expect(await helper.ask('PUT', '/api/users/boss', demote)).toEqual(refusedWith(409, 'last-admin'));
    expect(await helper.ask('DELETE', '/api/users/boss')).toEqual(refusedWith(409, 'last-admin'));
    const other = { user: 'second', role: 'admin', password: 'a good password' };
    await boss.ask('POST', '/api/users', { body: other });
    expect((await helper.ask('DELETE', '/api/users/boss')).status).toBe(204);
  });
});
