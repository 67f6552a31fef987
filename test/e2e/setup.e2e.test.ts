/** @alone It measures how long a set-up takes that has nothing to do. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../support/installation';
import { TestProcess } from '../support/process';

interface Section {
  readonly debian: readonly string[];
}
const table = JSON.parse(readFileSync(join(ROOT, 'scripts/packages.json'), 'utf8')) as {
  readonly run: readonly Section[];
  readonly test: readonly Section[];
};
const names = (sections: readonly Section[]): string[] => sections.flatMap(({ debian }) => debian);

describe('npm run setup', () => {
  let tools: string;

  /** Puts a shell script before the system's program of that name. */
  function fake(name: string, script: string): void {
    const file = join(tools, name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
  }

  async function setup(...args: string[]) {
    const process_ = new TestProcess('setup', process.execPath, ['scripts/setup.mjs', ...args], {
      cwd: ROOT,
      env: { ...process.env, PATH: `${tools}:${process.env['PATH'] ?? ''}` },
    });
    const { status } = await process_.end(100_000);
    return { status, output: process_.output };
  }

  function asked(): string {
    return readFileSync(join(tools, 'asked'), 'utf8');
  }

  beforeEach(() => {
    tools = mkdtempSync(join(tmpdir(), 'flumotion-setup-'));
    writeFileSync(join(tools, 'asked'), '');
    fake('sudo', '[ "$1" = -n ] && shift; exec "$@"');
    fake('debconf-set-selections', `cat >> ${join(tools, 'asked')}`);
  });

  afterEach(() => {
    rmSync(tools, { recursive: true, force: true });
  });

  test('on a prepared machine it does nothing and is done at once', async () => {
    await setup();
    const measured: number[] = [];
    // The best of five counts: other work on the machine can slow any one of them.
    while (measured.length < 5 && !measured.some((time) => time < 1000)) {
      const began = performance.now();
      expect(await setup()).toEqual({ status: 0, output: '' });
      measured.push(performance.now() - began);
    }
    expect(Math.min(...measured)).toBeLessThan(1000);
  });

  test('says what is missing and why, and the exact line that installs it, where it may not install', async () => {
    fake('dpkg-query', "echo 'g++ installed'; echo 'make:amd64 installed'; exit 1");
    const { status, output } = await setup('--no-install');
    const missing = names(table.run).filter((name) => !['g++', 'make'].includes(name));
    expect(status).toBe(1);
    expect(output).toContain('missing: python3 pkg-config (compile the binding');
    expect(output.trim().split('\n').at(-1)).toBe(
      `  sudo apt-get install --no-install-recommends -y ${missing.join(' ')}`,
    );
  });

  test('installs what is missing, for tests too, and shows how far it is', async () => {
    fake('dpkg-query', 'exit 1');
    fake(
      'apt-get',
      `echo "$DEBIAN_FRONTEND apt-get $*" >> ${join(tools, 'asked')}
[ "$1" = install ] && { echo 'pmstatus:mpv:41.7:Unpacking mpv' >&3; sleep 6; }
exit 0`,
    );
    const { status, output } = await setup('--test');
    expect({ status, output }).toEqual({
      status: 0,
      output: expect.stringMatching(
        /installing \d+ Debian packages.*…\n[^]*installing 42 %, Unpacking mpv\n[^]*done in \d+ s/,
      ),
    });
    const [preset, update, install] = asked().split('\n');
    expect(preset).toContain('icecast2/icecast-setup boolean false');
    expect(update).toMatch(/^noninteractive apt-get update /);
    expect(install).toMatch(/^noninteractive apt-get install --no-install-recommends -y /);
    const wanted = names([...table.run, ...table.test]).join(' ');
    expect(install?.endsWith(` ${wanted}`)).toBe(true);
  });

  test('says in one sentence why an installation failed, and exits 1', async () => {
    fake('dpkg-query', 'exit 1');
    fake(
      'apt-get',
      '[ "$1" = install ] && { echo "E: Unable to locate package mpv" >&2; exit 100; }; exit 0',
    );
    const { status, output } = await setup();
    expect(status).toBe(1);
    expect(output).toContain(
      'setup: apt-get could not install the packages: E: Unable to locate package mpv\n',
    );
  });
});
