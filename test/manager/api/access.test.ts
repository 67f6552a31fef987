import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ApiClient, cookieOf } from '../../support/api-client';
import { FakeWorker } from '../../support/fake-worker';
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

/** Stops the manager and starts it again over the same state. */
async function restart(): Promise<void> {
  await manager.stop();
  await manager.start();
}

/** Makes an account. */
async function account(user: string, role: string, password?: string): Promise<void> {
  const { status, body } = await admin.ask('POST', '/api/users', { body: { user, role, password } });
  expect([status, body]).toEqual([201, expect.objectContaining({ user, role })]);
}

const refusedWith = (status: number, code: string): unknown =>
  expect.objectContaining({ status, body: expect.objectContaining({ code }) as unknown });

describe('a session', () => {
  beforeEach(() => start());

  it('is begun with name and password, and ends with DELETE', async () => {
    const answer = await nobody.ask('POST', '/api/session', { body: { user: 'user', password: 'test' } });
    expect(answer).toMatchObject({ status: 200, body: { user: 'user', role: 'admin', by: 'session' } });
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(
      /^flumotion_session_test=[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/,
    );
    const client = nobody.with({ Cookie: cookieOf(answer) });
    expect(await client.ask('GET', '/api/session')).toMatchObject({ body: { user: 'user', by: 'session' } });
    const setup = { needed: false, code: false };
    expect(await client.ask('GET', '/api/greeting')).toMatchObject({
      status: 200,
      body: { session: { user: 'user', role: 'admin', by: 'session' }, setup },
    });
    // To whoever is not signed in, also with a password, it says nothing of anybody.
    for (const one of [nobody, admin, nobody.with({ Cookie: 'flumotion_session_test=x' })])
      expect(await one.ask('GET', '/api/greeting')).toMatchObject({
        status: 200,
        body: { session: null, setup },
      });
    expect(await client.ask('POST', '/api/components/main/video/stop')).toMatchObject({ status: 200 });
    expect((await client.ask('DELETE', '/api/session')).status).toBe(204);
    expect(await client.ask('GET', '/api/session')).toEqual(refusedWith(401, 'not-admitted'));
    expect(await client.ask('GET', '/api/greeting')).toMatchObject({ body: { session: null } });
  });

  it('is not begun with a wrong password, and not by a page of another site', async () => {
    const wrong = { user: 'user', password: 'guess' };
    const refused = await nobody.ask('POST', '/api/session', { body: wrong });
    expect(refused).toEqual(refusedWith(401, 'not-admitted'));
    expect(refused.headers.get('set-cookie')).toBeNull();
    const right = { user: 'user', password: 'test' };
    const headers = { Origin: 'http://evil.example' };
    expect(await nobody.ask('POST', '/api/session', { body: right, headers })).toEqual(
      refusedWith(403, 'cross-site'),
    );
  });

  it('changes nothing for a page of another site', async () => {
    const client = await nobody.signedIn('user', 'test');
    const path = '/api/components/main/video/stop';
    for (const headers of [{ Origin: 'http://evil.example' }, { 'Sec-Fetch-Site': 'cross-site' }])
      expect(await client.ask('POST', path, { headers })).toEqual(refusedWith(403, 'cross-site'));
    expect(manager.show('video').wanted).toBe('running');
  });

  it('survives a restart of the manager, and its secret is nowhere in the state', async () => {
    const answer = await nobody.ask('POST', '/api/session', { body: { user: 'user', password: 'test' } });
    const client = nobody.with({ Cookie: cookieOf(answer) });
    await restart();
    expect(await client.ask('GET', '/api/session')).toMatchObject({ status: 200, body: { role: 'admin' } });
    const secret = cookieOf(answer).split('=')[1] ?? '';
    for (const name of readdirSync(manager.stateDir).filter((one) => /json/.test(one))) {
      const file = join(manager.stateDir, name);
      expect([name, readFileSync(file, 'utf8').includes(secret)]).toEqual([name, false]);
      expect([name, statSync(file).mode & 0o077]).toEqual([name, 0]);
    }
  });

  it('has the role that its account has now, and ends with it', async () => {
    await account('eve', 'viewer', 'a good password');
    const eve = await nobody.signedIn('eve', 'a good password');
    const stop = (): Promise<unknown> => eve.ask('POST', '/api/components/main/video/stop');
    expect(await stop()).toEqual(refusedWith(403, 'role-lacking'));
    await admin.ask('PUT', '/api/users/eve', { body: { role: 'operator' } });
    expect(await stop()).toMatchObject({ status: 200 });
    await admin.ask('DELETE', '/api/users/eve');
    expect(await stop()).toEqual(refusedWith(401, 'not-admitted'));
  });

  it('of somebody whom the bouncer admits ends when the planet has no bouncer any more', async () => {
    const client = await nobody.signedIn('user', 'test');
    await manager.stop();
    await manager.write(FLOW, NO_BOUNCER).start();
    expect(await client.ask('GET', '/api/session')).toEqual(refusedWith(401, 'not-admitted'));
  });
});

describe('accounts', () => {
  beforeEach(() => start());

  it('are listed without what opens them', async () => {
    await account('eve', 'viewer', 'a good password');
    const { body } = await admin.ask('GET', '/api/users');
    expect(body).toEqual([{ user: 'eve', role: 'viewer', password: true, created: expect.any(Number) }]);
    await restart();
    expect(await admin.ask('GET', '/api/users/eve')).toMatchObject({ body: { role: 'viewer' } });
    const stored = readFileSync(join(manager.stateDir, 'users.json'), 'utf8');
    expect(stored).toMatch(/"hash": "\$2b\$/);
    expect(stored).not.toContain('a good password');
  });

  it('give a role to somebody whom the bouncer admits', async () => {
    expect(await admin.ask('GET', '/api/session')).toMatchObject({ body: { role: 'admin' } });
    const token = await admin.ask('POST', '/api/tokens', { body: { name: 'helper', role: 'admin' } });
    const helper = nobody.withToken((token.body as { token: string }).token);
    const { status } = await helper.ask('POST', '/api/users', { body: { user: 'user', role: 'viewer' } });
    expect(status).toBe(201);
    expect(await admin.ask('GET', '/api/session')).toMatchObject({ body: { role: 'viewer' } });
    expect(await admin.ask('GET', '/api/users')).toEqual(refusedWith(403, 'role-lacking'));
  });

  it('of the role worker log workers in and nothing else; a viewer logs no worker in', async () => {
    await account('machine', 'worker', 'a good password');
    await account('eve', 'viewer', 'a good password');
    const password = { password: 'a good password' };
    const machine = nobody.withPassword('machine', 'a good password');
    expect(await machine.ask('GET', '/api/planet')).toEqual(refusedWith(401, 'not-admitted'));
    const worker = await new FakeWorker('one', { ...password, user: 'machine' }).login(manager.port);
    worker.disconnect();
    const viewer = new FakeWorker('two', { ...password, user: 'eve' });
    await expect(viewer.login(manager.port)).rejects.toThrow('its role is viewer');
  });

  it.each([
    ['a short password', { user: 'eve', role: 'viewer', password: 'short' }, 'password'],
    [
      'a password that bcrypt cuts off',
      { user: 'eve', role: 'viewer', password: 'ä'.repeat(40) },
      'password',
    ],
    ['an unknown role', { user: 'eve', role: 'king', password: 'a good password' }, 'role'],
    ['a colon in the name', { user: 'e:ve', role: 'viewer', password: 'a good password' }, 'user'],
    ['no name', { role: 'viewer' }, 'user'],
  ])('with %s are refused, and the field is named', async (_, body, field) => {
    const answer = await admin.ask('POST', '/api/users', { body });
    expect(answer).toEqual(refusedWith(400, 'body-invalid'));
    expect(answer.body).toMatchObject({
      field,
      problems: [{ field, text: expect.stringContaining('expected') }],
    });
    expect((await admin.ask('GET', '/api/users')).body).toEqual([]);
  });

  it('are of different names; those that are not there are said so', async () => {
    await account('eve', 'viewer');
    const again = { user: 'eve', role: 'admin' };
    expect(await admin.ask('POST', '/api/users', { body: again })).toEqual(refusedWith(409, 'user-taken'));
    expect(await admin.ask('DELETE', '/api/users/adam')).toEqual(refusedWith(404, 'user-unknown'));
    expect(await admin.ask('GET', '/api/users/__proto__')).toEqual(refusedWith(404, 'user-unknown'));
  });

  it('change their own password, which ends their other sessions', async () => {
    await account('eve', 'viewer', 'a good password');
    const [here, there] = [
      await nobody.signedIn('eve', 'a good password'),
      await nobody.signedIn('eve', 'a good password'),
    ];
    const change = (old: string): Promise<unknown> =>
      here.ask('PUT', '/api/session/password', { body: { old, new: 'a better password' } });
    expect(await change('guess')).toEqual(refusedWith(403, 'password-wrong'));
    expect(await change('a good password')).toMatchObject({ status: 204 });
    expect((await here.ask('GET', '/api/session')).status).toBe(200);
    expect((await there.ask('GET', '/api/session')).status).toBe(401);
    expect((await nobody.withPassword('eve', 'a good password').ask('GET', '/api/session')).status).toBe(401);
    await nobody.signedIn('eve', 'a better password');
    const elsewhere = { old: 'test', new: 'a better password' };
    expect(await admin.ask('PUT', '/api/session/password', { body: elsewhere })).toEqual(
      refusedWith(409, 'password-elsewhere'),
    );
  });
});

describe('a token', () => {
  beforeEach(() => start());

  it('is shown once, lets a program in with its role, over restarts, until it is taken away', async () => {
    const made = await admin.ask('POST', '/api/tokens', { body: { name: 'ci', role: 'operator' } });
    const { token, id } = made.body as { token: string; id: string };
    expect([made.status, token]).toEqual([201, expect.stringMatching(/^flumotion_[\w-]{43}$/)]);
    const program = nobody.withToken(token);
    await restart();
    expect(await program.ask('GET', '/api/session')).toMatchObject({
      body: { user: 'ci', role: 'operator', by: 'token' },
    });
    const { body } = await admin.ask('GET', '/api/tokens');
    expect(body).toEqual([expect.objectContaining({ id, name: 'ci', by: 'user' })]);
    expect(JSON.stringify(body)).not.toContain(token);
    expect(readFileSync(join(manager.stateDir, 'access-tokens.json'), 'utf8')).not.toContain(token);
    expect((await admin.ask('DELETE', `/api/tokens/${id}`)).status).toBe(204);
    expect(await program.ask('GET', '/api/session')).toEqual(refusedWith(401, 'not-admitted'));
  });

  it('that nobody made lets nobody in', async () => {
    for (const token of ['', 'flumotion_', 'x'.repeat(2000)])
      expect((await nobody.withToken(token).ask('GET', '/api/session')).status).toBe(401);
  });

  it('has a name of its own and ends in the time to come', async () => {
    await admin.ask('POST', '/api/tokens', {
      body: { name: 'ci', role: 'viewer', expires: Date.now() + 3600_000 },
    });
    const again = { name: 'ci', role: 'viewer' };
    expect(await admin.ask('POST', '/api/tokens', { body: again })).toEqual(refusedWith(409, 'token-taken'));
    const past = { name: 'old', role: 'viewer', expires: Date.now() - 1000 };
    expect(await admin.ask('POST', '/api/tokens', { body: past })).toEqual(refusedWith(400, 'body-invalid'));
  });
});
