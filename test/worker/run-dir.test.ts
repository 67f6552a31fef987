import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RunDir } from '../../core/src/worker/run-dir';
import { keepingLogger } from '../support/feed-ends';

const folder = mkdtempSync(join(tmpdir(), 'flumotion-rundir-test-'));
const { log } = keepingLogger();
const opened: RunDir[] = [];

async function open(name: string): Promise<RunDir> {
  const dir = await RunDir.open(join(folder, name), log);
  opened.push(dir);
  return dir;
}

afterAll(async () => {
  for (const dir of opened) await dir.close();
  rmSync(folder, { recursive: true });
});

test('it is made for this user alone, parents too', async () => {
  const dir = await open('a/b');
  expect(statSync(dir.path).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, 'a')).mode & 0o777).toBe(0o700);
});

test('a second worker is refused with one sentence, and gets it once the first is gone', async () => {
  const first = await open('taken');
  await expect(open('taken')).rejects.toMatchObject({
    code: 'rundir-in-use',
    message: `the run directory ${join(folder, 'taken')} is in use by another worker; stop that worker or choose another folder with --rundir`,
  });
  await first.close();
  await open('taken');
});

test('one that others may enter is refused', async () => {
  mkdirSync(join(folder, 'loose'));
  chmodSync(join(folder, 'loose'), 0o755);
  await expect(open('loose')).rejects.toThrow(/others may enter it \(mode 755\); run chmod 700/);
});

test('a file or a link in its place is refused', async () => {
  writeFileSync(join(folder, 'file'), '');
  await expect(open('file')).rejects.toMatchObject({ code: 'rundir-unusable' });
  mkdirSync(join(folder, 'target'), { mode: 0o700 });
  symlinkSync(join(folder, 'target'), join(folder, 'link'));
  await expect(open('link')).rejects.toThrow(/it is not a folder/);
});

test('one too deep for sockets is refused with what to do', async () => {
  await expect(open('x'.repeat(100))).rejects.toThrow(/choose a shorter run directory/);
});

test('a component has the same files for ever, another one others', async () => {
  const dir = await open('files');
  expect(dir.files('/default/a')).toEqual(dir.files('/default/a'));
  expect(dir.files('/default/a').control).not.toBe(dir.files('/default/b').control);
  // A name can hold nothing that leads out of the folder.
  expect(dir.holds(dir.files('/../../etc/x').spec)).toBe(true);
});

test.each([
  ['sock.feed', true],
  ['../sock', false],
  ['sub/sock', false],
  ['.', false],
  ['/etc/passwd', false],
  ['sub/../sock', false],
])('a path of %s is its own: %s', async (path, own) => {
  const dir = opened.find(({ path: at }) => at.endsWith('files')) as RunDir;
  expect(dir.holds(path.startsWith('/') ? path : `${dir.path}/${path}`)).toBe(own);
});
