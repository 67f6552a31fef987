import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { flumotionCommand } from '../../admin/src/command/command';
import type { Person } from '../../admin/src/connect/ask';
import { RecentConnections } from '../../admin/src/connect/recent';
import { adminCommand } from '../../admin/src/open/admin';
import { hasScreen } from '../../admin/src/open/browser';
import { runIn, type Ran } from '../support/commands-run';
import { TestManager } from '../support/test-manager';

let config: string;
let manager: TestManager;
const opened: string[] = [];

beforeAll(async () => {
  manager = await new TestManager('ssl').write('').start();
});
afterAll(async () => {
  await manager.dispose();
});
beforeEach(() => {
  config = mkdtempSync(join(tmpdir(), 'flumotion-admin-test-'));
  process.env['XDG_CONFIG_HOME'] = config;
  opened.length = 0;
});
afterEach(() => {
  delete process.env['XDG_CONFIG_HOME'];
  rmSync(config, { recursive: true });
});

/** A person who gives these answers, and what was said to them. */
function person(...answers: string[]): Person & { readonly said: string[] } {
  const said: string[] = [];
  return {
    said,
    tell: (text) => void said.push(text),
    ask: async (question) => {
      said.push(question);
      const answer = answers.shift();
      if (answer === undefined) throw new Error(`nobody answers ${question}`);
      return answer;
    },
  };
}

const admin = (who: Person | undefined, screen: boolean, ...words: string[]): Promise<Ran> =>
  runIn(
    (terminal) =>
      adminCommand({
        ...{ terminal, person: who, recent: new RecentConnections() },
        open: async (address) => {
          opened.push(address);
          return screen;
        },
      }),
    words,
  );
const place = (): string => `127.0.0.1:${manager.port}`;
const fingerprint = (): string => {
  const pem = readFileSync(join(manager.stateDir, 'manager.pem'), 'utf8');
  return new X509Certificate(pem).fingerprint256.replaceAll(':', '').toLowerCase();
};

describe('flumotion-admin', () => {
  it('shows an unknown certificate, and opens the browser once it is accepted', async () => {
    const who = person('perhaps', 'yes');
    expect(await admin(who, true, '-m', place())).toMatchObject({ status: 0, stdout: '' });
    expect(opened).toEqual([`https://${place()}/`]);
    // As the manager prints it.
    expect(who.said).toContain(`  ${fingerprint()}`);
    expect(readFileSync(join(config, 'flumotion/known-managers'), 'utf8')).toContain(
      `${place()} ${fingerprint()}`,
    );
    // It is known from now on, also to the other commands.
    expect(await admin(person(), true, '-m', place())).toMatchObject({ status: 0 });
  });

  it('opens nothing when it is not accepted, or nobody can be asked', async () => {
    for (const who of [person('no'), undefined])
      expect(await admin(who, true, '-m', place())).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('was not accepted; nothing was sent'),
      });
    expect(opened).toEqual([]);
  });

  it('takes the one that is said, and no other', async () => {
    const colons = (fingerprint().match(/../g) ?? []).join(':').toUpperCase();
    expect(await admin(undefined, true, '-m', place(), '--fingerprint', colons)).toMatchObject({ status: 0 });
    expect(await admin(undefined, true, '-m', place(), '--fingerprint', 'ab'.repeat(32))).toMatchObject({
      status: 1,
    });
    expect((await admin(undefined, true, '--fingerprint', 'x')).stderr).toContain(
      'expected 64 hexadecimal digits',
    );
  });

  it('prints the address where there is no browser, or none is wanted', async () => {
    await admin(person('yes'), true, '-m', place());
    expect((await admin(undefined, false, '-m', place())).stdout).toBe(`https://${place()}/\n`);
    opened.length = 0;
    expect((await admin(undefined, true, '-m', place(), '--print')).stdout).toBe(`https://${place()}/\n`);
    expect(opened).toEqual([]);
  });

  it('remembers connections, without passwords, and offers them', async () => {
    await admin(person('yes'), true, '-m', `ops:secret@${place()}`);
    const file = join(config, 'flumotion/connections.json');
    expect(readFileSync(file, 'utf8')).not.toContain('secret');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    new RecentConnections().remember({ host: 'elsewhere', port: 7531, transport: 'ssl' });
    opened.length = 0;
    const who = person('7', '2');
    expect(await admin(who, true)).toMatchObject({ status: 0 });
    expect(who.said).toEqual(
      expect.arrayContaining(['1  https://elsewhere:7531', `2  https://${place()} as ops`]),
    );
    expect(opened).toEqual([`https://${place()}/`]);
    for (let port = 1; port < 20; port++)
      new RecentConnections().remember({ host: 'a', port, transport: 'tcp' });
    expect(new RecentConnections().list()).toHaveLength(10);
  });

  it('says when nobody is there, or speaks otherwise', async () => {
    expect((await admin(person(), true, '-m', '127.0.0.1:1')).stderr).toContain('nothing listens there');
    expect((await admin(person(), true, '-m', place(), '--no-ssl')).status).toBe(1);
  });

  it('knows whether there is a screen', () => {
    expect(hasScreen({}, 'linux')).toBe(false);
    expect(hasScreen({ DISPLAY: ':0' }, 'linux')).toBe(true);
    expect(hasScreen({ SSH_CONNECTION: 'x' }, 'darwin')).toBe(false);
  });
});

it('flumotion-command learns the certificate on first contact and refuses another', async () => {
  const ask = (): Promise<Ran> => runIn(flumotionCommand, ['-m', `user:test@${place()}`, 'planet', 'show']);
  expect(await ask()).toMatchObject({
    status: 0,
    stderr: expect.stringContaining(`its fingerprint is ${fingerprint()}`),
  });
  expect(await ask()).toMatchObject({ status: 0, stderr: '' });
  const other = await new TestManager('ssl').write('').start();
  try {
    const pins = join(config, 'flumotion/known-managers');
    const line = `127.0.0.1:${other.port} ${fingerprint()}\n`;
    writeFileSync(pins, line);
    const refused = await runIn(flumotionCommand, [
      '-m',
      `user:test@127.0.0.1:${other.port}`,
      'planet',
      'show',
    ]);
    expect(refused).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringContaining('shows another certificate than before'),
    });
  } finally {
    await other.dispose();
  }
});
