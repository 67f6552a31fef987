import 'reflect-metadata';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Catalogue } from '../../core/src/catalogue';
import { checkPlanetFiles, type PlanetVerdict } from '../../core/src/cli/planet-check';
import { PlanetFiles } from '../../core/src/manager/planet-files';
import { keepingLogger } from '../support/feed-ends';

const ROOT = join(__dirname, '../..');
const catalogue = Catalogue.scan({ roots: [ROOT], folders: [] });
const BOUNCER = (data: string): string =>
  `<manager><component name="door" type="htpasswdcrypt-bouncer"><property name="data">${data}</property></component></manager>`;
const MANAGER = BOUNCER('user:$2b$10$k7PvQZRuXLvCOKEU4bA9quy9EuHYQ1Mf0tKZkqYbHZYwVYQrWlk1G');
const VIDEO = (worker: string): string =>
  `<component name="video" type="videotest-producer" worker="${worker}"/>`;

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'flumotion-check-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

/** Judges a planet on a machine that lacks some elements. */
function check(inside: string, lacks: readonly string[] = []): Promise<PlanetVerdict> {
  const file = join(dir, 'planet.xml');
  writeFileSync(file, `<planet>${inside}</planet>`);
  const { log } = keepingLogger();
  const missing = (elements: readonly string[]): Promise<{ element: string; package?: string }[]> =>
    Promise.resolve(
      elements
        .filter((element) => lacks.includes(element))
        .map((element) => ({ element, package: 'gstreamer1.0-plugins-base' })),
    );
  return checkPlanetFiles({
    catalogue,
    files: new PlanetFiles(catalogue, log).use([file]),
    log,
    elements: { missing },
  });
}

test('a planet that can be started is summed up, the atmosphere by itself', async () => {
  const door =
    '<component name="guard" type="htpasswdcrypt-bouncer" worker="localhost"><property name="data">x:y</property></component>';
  expect(
    await check(`${MANAGER}<atmosphere>${door}</atmosphere><flow name="main">${VIDEO('localhost')}</flow>`),
  ).toEqual({ summary: '1 component in 1 flow, 1 component in the atmosphere', warnings: [] });
});

test('elements that this machine lacks for its own worker are refused, with the Debian package', async () => {
  await expect(
    check(`${MANAGER}<flow name="main">${VIDEO('localhost')}</flow>`, ['videotestsrc']),
  ).rejects.toMatchObject({
    code: 'planet-refused',
    message: expect.stringMatching(
      /planet\.xml:1: video: this machine, with worker localhost, lacks the GStreamer elements videotestsrc; run there: apt install gstreamer1\.0-plugins-base$/,
    ),
  });
});

test('those of other workers are named as not looked for', async () => {
  const { warnings } = await check(`${MANAGER}<flow name="main">${VIDEO('studio')}</flow>`, ['videotestsrc']);
  expect(warnings).toEqual(['elements and devices of studio are looked for when these workers log in']);
});

test('a device file that is not there is refused', async () => {
  const card =
    '<component name="card" type="soundcard-producer" worker="localhost"><property name="source-element">osssrc</property><property name="device">/dev/dsp-of-nobody</property></component>';
  await expect(check(`${MANAGER}<flow name="main">${card}</flow>`)).rejects.toThrow(
    'card: this machine, with worker localhost, has no device /dev/dsp-of-nobody; connect it, or name another one as its property device',
  );
  await expect(
    check(`${MANAGER}<flow name="main">${card.replace('dsp-of-nobody', 'null')}</flow>`),
  ).resolves.toBeDefined();
});

test.each([
  ['no bouncer', '<manager/>', 'nobody can log in before an account is made: <manager> has no bouncer'],
  ['a bouncer without users', BOUNCER(''), 'nobody is admitted'],
])('%s is a warning', async (_, manager, words) => {
  const { warnings } = await check(manager);
  expect(warnings).toEqual([expect.stringContaining(words)]);
});

test('a bouncer whose file is not there is refused', async () => {
  const manager =
    '<manager><component name="door" type="htpasswdcrypt-bouncer"><property name="filename">/nowhere/users</property></component></manager>';
  await expect(check(manager)).rejects.toMatchObject({ code: 'bouncer-failed' });
});

test.each([
  [
    'media types that cannot meet',
    `${VIDEO('localhost')}<component name="o" type="vorbis-encoder" worker="localhost"><eater name="default"><feed>video</feed></eater></component>`,
    'cannot eat',
  ],
  [
    'a cycle',
    '<component name="a" type="repeater" worker="w"><eater name="default"><feed>b</feed></eater></component><component name="b" type="repeater" worker="w"><eater name="default"><feed>a</feed></eater></component>',
    'circle',
  ],
])('%s: refused', async (_, components, words) => {
  await expect(check(`${MANAGER}<flow name="main">${components}</flow>`)).rejects.toThrow(words);
});

test('a pipeline that people wrote is allowed by the file of its worker, which is only told', async () => {
  const own =
    '<component name="own" type="pipeline-producer" worker="localhost"><property name="pipeline">videotestsrc is-live=true</property></component>';
  const { warnings } = await check(`${MANAGER}<flow name="main">${own}</flow>`);
  expect(warnings).toEqual([
    expect.stringMatching(
      /planet\.xml:1: \/main\/own runs a pipeline that people wrote: worker localhost refuses it without <allow-pipelines\/>/,
    ),
  ]);
});
