import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bufferTimes, jumps } from '../support/buffer-times';
import { pictures, sound, type DecodedSound } from '../support/decode';
import { beeps, brightness, offsets } from '../support/flash-and-beep';
import { Installation } from '../support/installation';
import { grown } from '../support/media-seconds';
import { oggGaps, oggPages } from '../support/ogg-pages';
import { component, planet } from '../support/planets';
import { run } from '../support/process';

/** Length of the files, and how often they are to go round at the least. */
const SECONDS = 4;
const ROUNDS = 3;
const FPS = 25;
const CODECS = {
  ogg: ['-c:v', 'libtheora', '-q:v', '10', '-c:a', 'libvorbis'],
  webm: ['-c:v', 'libvpx', '-b:v', '1M', '-c:a', 'libvorbis'],
  mp4: ['-c:v', 'libx264', '-qp', '10', '-pix_fmt', 'yuv420p', '-c:a', 'aac'],
} as const;
const KINDS = Object.keys(CODECS) as (keyof typeof CODECS)[];

const folder = mkdtempSync(join(tmpdir(), 'flumotion-loop-'));
let installation: Installation;

/** How loud the sound of a file is, but for its beep. */
const HUM = 0.1;

/** Each picture of a file is a little brighter than the one before, and its sound begins with a beep. */
async function makeFile(kind: keyof typeof CODECS): Promise<void> {
  await run('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', `nullsrc=s=64x48:r=${String(FPS)},geq=lum=20+2*N:cb=128:cr=128`],
    ...['-f', 'lavfi', '-i', `aevalsrc=if(lt(t\\,0.3)\\,0.5\\,${String(HUM)})*sin(2*PI*880*t):s=44100`],
    ...['-t', String(SECONDS), ...CODECS[kind], join(folder, `film.${kind}`)],
  ]);
}

function flow(kind: string): string {
  const film = { location: join(folder, `film.${kind}`) };
  const disk = { directory: join(folder, kind), filename: 'seen' };
  return [
    `  <flow name="${kind}">`,
    component('player', 'loop-producer', { properties: film }),
    component('theora', 'theora-encoder', {
      eat: { default: ['player:video'] },
      properties: { quality: 60 },
    }),
    component('vorbis', 'vorbis-encoder', { eat: { default: ['player:audio'] } }),
    component('muxer', 'ogg-muxer', { eat: { default: ['theora', 'vorbis'] } }),
    component('disk', 'disk-consumer', { eat: { default: ['muxer'] }, properties: disk }),
    '  </flow>',
  ].join('\n');
}

beforeAll(async () => {
  await Promise.all(KINDS.map(makeFile));
  installation = await Installation.start({ planet: planet(KINDS.map(flow).join('\n')) });
  installation.startWorker();
  await installation.mood('happy', undefined, 50_000);
  await grown(() => KINDS.map(recording), (ROUNDS + 0.5) * SECONDS);
  for (const kind of KINDS) await installation.call('POST', `/api/components/${kind}/disk/stop`);
  await installation.mood(
    'sleeping',
    KINDS.map((kind) => `/${kind}/disk`),
  );
});

afterAll(async () => {
  await installation.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const recording = (kind: string): string => {
  const [name = ''] = readdirSync(join(folder, kind)).filter((file) => file.startsWith('seen'));
  return join(folder, kind, name);
};

/** A picture of the film: when it came, and which one it is by its brightness. */
interface Shown {
  readonly time: number;
  readonly number: number;
}

/** The pictures of each whole round. */
async function rounds(kind: string): Promise<Shown[][]> {
  const all: Shown[][] = [];
  let last = Infinity;
  for (const picture of await pictures(recording(kind), { width: 16, height: 12 })) {
    // Grey goes from 0 to 255 where luma went from 16 to 235.
    const number = Math.round(((brightness(picture) * 219) / 255 - 4) / 2);
    if (number < last - 50) all.push([]);
    all.at(-1)?.push({ time: picture.time, number });
    last = number;
  }
  return all.slice(1, -1);
}

test.each(KINDS)('a film in %s goes round without a jump in time', async (kind) => {
  for (const decoder of ['theoradec', 'vorbisdec'] as const) {
    const times = await bufferTimes(recording(kind), decoder);
    expect((times.at(-1)?.pts ?? 0) - (times[0]?.pts ?? 0)).toBeGreaterThan(2 * SECONDS);
    expect(jumps(times)).toEqual([]);
  }
});

test.each(KINDS)('where a film in %s goes round, no picture is left out or shown twice', async (kind) => {
  const whole = await rounds(kind);
  expect(whole.length).toBeGreaterThanOrEqual(1);
  const all = Array.from({ length: SECONDS * FPS }, (_, number) => number);
  for (const round of whole) expect(round.map(({ number }) => number)).toEqual(all);
});

test.each(KINDS)('a film in %s that goes round is one stream of each kind', (kind) => {
  const pages = oggPages(readFileSync(recording(kind)));
  const media = pages.slice(pages.findIndex(({ granule }) => granule > 0n));
  expect(media.filter(({ first }) => first)).toEqual([]);
  const starts = new Map([...media].reverse().map(({ serial, sequence }) => [serial, sequence]));
  const counted = media.map((page) => ({
    ...page,
    sequence: page.sequence - (starts.get(page.serial) ?? 0),
  }));
  expect(oggGaps(counted)).toEqual([]);
});

/** Longest silence in seconds between the first and the last sound. */
function silence({ samples, rate }: DecodedSound): number {
  let [last, most] = [samples.length, 0];
  samples.forEach((sample, at) => {
    if (Math.abs(sample) < HUM / 2) return;
    most = Math.max(most, at - last);
    last = at;
  });
  return most / rate;
}

test.each(KINDS)('the sound of a film in %s never stops', async (kind) => {
  expect(silence(await sound(recording(kind)))).toBeLessThan(0.015);
});

test.each(KINDS)('the sound of a film in %s stays with its picture, round after round', async (kind) => {
  const begins = (await rounds(kind)).map(([first]) => first?.time ?? NaN);
  const { samples, ...heard } = await sound(recording(kind));
  const loud = { ...heard, samples: samples.map((sample) => (Math.abs(sample) < 0.3 ? 0 : sample)) };
  for (const offset of offsets(begins, beeps(loud))) {
    expect(Math.abs(offset)).toBeLessThanOrEqual(0.04);
  }
});
