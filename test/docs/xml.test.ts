import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Catalogue } from '../../core/src/catalogue';
import { execute } from '../../core/src/cli/frame';
import { managerCommand } from '../../core/src/cli/manager-command';
import { parsePlanet } from '../../core/src/config/planet-file';
import { parseWorkerFile } from '../../core/src/config/worker-file';
import { problemText } from '../../core/src/model/problem';
import { refusal } from '../support/commands';
import { writeDocumentedPackage } from '../support/documented-package';
import { codeBlocks, manualPages, pageText } from '../support/pages';

// With the plug that a page shows how to write.
const documented = writeDocumentedPackage();
afterAll(() => {
  rmSync(documented, { recursive: true });
});
const catalogue = Catalogue.scan({
  roots: [join(__dirname, '../..')],
  folders: [join(documented, 'echo')],
});
const blocks = manualPages()
  .flatMap((page) => codeBlocks(page))
  .filter(({ language }) => language === 'xml')
  .map(({ text, place }) => [place, text] as const);

const ofRoot = (name: string): readonly (readonly [string, string])[] =>
  blocks.filter(([, text]) => new RegExp(`^(<\\?xml.*\\?>\\s*|<!--[^]*?-->\\s*)*<${name}\\b`).test(text));
const planets = ofRoot('planet');
const workers = ofRoot('worker');
const components = ofRoot('component');

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'flumotion-docs-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true });
});

test('every XML block is a planet, a worker or a component', () => {
  expect([planets, workers, components].map((list) => list.length > 0)).toEqual([true, true, true]);
  expect(planets.length + workers.length + components.length).toBe(blocks.length);
});

test.each(planets)('the planet at %s: flumotion-manager --check has nothing against it', async (_, text) => {
  const file = join(dir, 'planet.xml');
  writeFileSync(file, text);
  let said = '';
  const write = (more: string): void => void (said += more);
  const printed = jest.spyOn(console, 'log').mockImplementation(write);
  const logged = jest.spyOn(process.stderr, 'write').mockImplementation((more) => {
    write(String(more));
    return true;
  });
  const argv = ['-v', '--check', '--state-dir', join(dir, 'state'), file];
  const status = await execute(managerCommand(), argv, { stdout: { write }, stderr: { write } });
  printed.mockRestore();
  logged.mockRestore();
  // What a worker elsewhere has is not known before it logs in.
  const verdict = said.replace(/^warning: elements and devices of .* are looked for when .* logs? in/, '');
  expect({ status, verdict }).toEqual({
    status: 0,
    verdict: expect.stringMatching(/^nothing wrong: [^\n]*$/),
  });
});

test.each(workers)('the worker file at %s is read', (place, text) => {
  expect(parseWorkerFile(text, place)).toMatchObject({
    name: 'edge',
    feederPorts: expect.arrayContaining([8700]),
  });
});

test.each(components)('the component at %s is right', (place, text) => {
  const bouncer = /type="[\w-]*bouncer"/.test(text);
  const worker =
    bouncer && !text.includes('worker=') ? text.replace('<component ', '<component worker="w" ') : text;
  const planet = bouncer ? `<atmosphere>${worker}</atmosphere>` : `<flow name="f">${worker}</flow>`;
  const { warnings } = parsePlanet(`<planet>${planet}</planet>`, place, catalogue);
  // The components that feed it stand elsewhere.
  expect(warnings.map(problemText).filter((warning) => !warning.includes('offers the feed'))).toEqual([]);
});

describe.each(['manager', 'worker'])('the systemd unit of the %s', (name) => {
  const unit = codeBlocks('docs/worker-file.md').find(
    ({ note }) => note === `unit: flumotion-${name}.service`,
  )?.text;

  test('starts it with options it has', async () => {
    const [, args = ''] =
      new RegExp(`^ExecStart=/usr/bin/flumotion-${name} (.*)$`, 'm').exec(unit ?? '') ?? [];
    expect(args).not.toBe('');
    expect(await refusal(`flumotion-${name}`, args.split(' '))).toBe('');
  });
});

test("the worker's unit leaves its jobs alone when it crashes", () => {
  const page = pageText('docs/worker-file.md');
  for (const line of ['KillMode=process', 'RuntimeDirectoryPreserve=restart', 'OOMPolicy=continue'])
    expect(page).toMatch(new RegExp(`^${line}$`, 'm'));
});
