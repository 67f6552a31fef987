import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { createCommand } from '../../create-flumotion-plugin/src/command';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flumotion-create-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Ran {
  readonly said: string;
  readonly failed: boolean;
}

/** Runs the command; each answer is typed when a question waits for it. */
async function run(args: readonly string[], answers?: readonly string[]): Promise<Ran> {
  const input = new PassThrough();
  const output = new PassThrough();
  const left = [...(answers ?? [])];
  let said = '';
  output.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    const answer = /: $/.test(chunk.toString()) ? left.shift() : undefined;
    if (answer !== undefined) setImmediate(() => input.write(`${answer}\n`));
  });
  const command = createCommand({ input, output, folder, interactive: answers !== undefined });
  command.exitOverride().configureOutput({ writeErr: (text) => void (said += text) });
  try {
    await command.parseAsync(args, { from: 'user' });
    return { said, failed: false };
  } catch {
    return { said, failed: true };
  }
}

function manifest(name: string): { license: string; flumotion: object } {
  return JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8')) as never;
}

test('where nobody can be asked, what was not said is an encoder in TypeScript under MIT', async () => {
  const { said, failed } = await run(['owl']);
  expect(failed).toBe(false);
  expect(said).toContain('cd owl\n  npm install\n  npm test');
  expect(manifest('owl')).toMatchObject({ license: 'MIT', flumotion: { components: ['owl-encoder'] } });
  expect(readdirSync(join(folder, 'owl'))).toContain('tsconfig.json');
});

test('options say what it is', async () => {
  await run(['owl', '--kind', 'plug', '--language', 'js', '--license', 'Apache-2.0', '--author', 'Ada']);
  expect(manifest('owl')).toMatchObject({
    author: 'Ada',
    license: 'Apache-2.0',
    flumotion: { plugs: ['owl-plug'] },
  });
});

test('on a terminal it asks for what was not said, again after a bad answer', async () => {
  const { said } = await run(['--license', 'MIT'], ['Bad Name', 'owl', 'mixer', 'muxer', 'js', 'Grace']);
  expect(said).toContain('"Bad Name" cannot be the name');
  expect(said).toContain('expected one of producer, converter');
  expect(said).not.toContain('Licence (');
  expect(manifest('owl')).toMatchObject({ author: 'Grace', flumotion: { components: ['owl-muxer'] } });
});

test('empty answers take the first choice, and --yes asks nothing', async () => {
  await run(['owl'], ['', '', '', '']);
  expect(manifest('owl')).toMatchObject({ license: 'MIT', flumotion: { components: ['owl-producer'] } });
  const { said } = await run(['hawk', '--yes'], []);
  expect(said).not.toContain('(');
  expect(manifest('hawk')).toMatchObject({ flumotion: { components: ['hawk-encoder'] } });
});

test.each([
  [[], 'say how it is to be called'],
  [['Bad Name'], 'cannot be the name'],
  [['owl', '--kind', 'mixer'], 'Allowed choices are producer'],
])('%j is one sentence and nothing is written', async (args, words) => {
  const { said, failed } = await run(args);
  expect([failed, said.includes(words)]).toEqual([true, true]);
  expect(said).not.toContain('    at ');
  expect(readdirSync(folder)).toEqual([]);
});
