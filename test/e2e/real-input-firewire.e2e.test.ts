import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pictures, sound, type DecodedPicture } from '../support/decode';
import { Installation } from '../support/installation';
import { grown } from '../support/media-seconds';
import { component, planet } from '../support/planets';
import { run } from '../support/process';

const SIZE = { width: 720, height: 576 };
const folder = mkdtempSync(join(tmpdir(), 'flumotion-firewire-'));
const tape = join(folder, 'tape.dv');
const recording = (name: string): string => {
  const [file = ''] = readdirSync(join(folder, name));
  return join(folder, name, file);
};
let installation: Installation;

/** A chain from tape to disk. */
function chain(name: string, properties: Record<string, string>): string[] {
  const disk = { directory: join(folder, name), filename: 'seen' };
  return [
    component(`${name}-tape`, 'firewire-producer', { properties: { location: tape, ...properties } }),
    component(`${name}-theora`, 'theora-encoder', {
      eat: { default: [`${name}-tape:video`] },
      properties: { quality: 60, speed: 2 },
    }),
    component(`${name}-vorbis`, 'vorbis-encoder', { eat: { default: [`${name}-tape:audio`] } }),
    component(`${name}-muxer`, 'ogg-muxer', { eat: { default: [`${name}-theora`, `${name}-vorbis`] } }),
    component(`${name}-disk`, 'disk-consumer', { eat: { default: [`${name}-muxer`] }, properties: disk }),
  ];
}

beforeAll(async () => {
  // A bright bar that moves 12 pixels a field: the two fields of a frame differ, as a camera's do.
  const bar =
    "nullsrc=s=720x576:r=50,geq=lum='if(lt(mod(X-12*N+7200\\,720)\\,120)\\,200\\,40)':cb=128:cr=128";
  await run('ffmpeg', [
    ...['-v', 'error', '-f', 'lavfi', '-i', `${bar},interlace=scan=bff:lowpass=off`],
    ...['-f', 'lavfi', '-i', 'sine=frequency=1000:sample_rate=48000', '-t', '3', '-flags', '+ildct+ilme'],
    ...['-target', 'pal-dv', '-aspect', '16:9', '-ac', '2', tape],
  ]);
  const flow = [
    '  <flow name="default">',
    ...chain('whole', {}),
    ...chain('raw', { 'deinterlace-mode': 'disabled' }),
    component('camera', 'firewire-producer'),
    '  </flow>',
  ].join('\n');
  installation = await Installation.start({ planet: planet(flow) });
  installation.startWorker();
  const chains = ['whole', 'raw'].flatMap((name) =>
    ['tape', 'theora', 'vorbis', 'muxer', 'disk'].map((part) => `/default/${name}-${part}`),
  );
  await installation.mood('happy', chains, 50_000);
  await grown(() => ['whole', 'raw'].map(recording), 3);
  for (const name of ['whole', 'raw']) {
    await installation.call('POST', `/api/components/default/${name}-disk/stop`);
  }
  await installation.mood('sleeping', ['/default/whole-disk', '/default/raw-disk']);
});

afterAll(async () => {
  await installation.dispose();
  rmSync(folder, { recursive: true, force: true });
});

/** Mean difference of neighbouring lines, over that of lines two apart: high where two fields are combed. */
function combing({ pixels }: DecodedPicture): number {
  let [near, far] = [0, 0];
  for (let y = 100; y < 476; y++) {
    for (let x = 0; x < SIZE.width; x++) {
      const here = pixels[y * SIZE.width + x] ?? 0;
      near += Math.abs(here - (pixels[(y + 1) * SIZE.width + x] ?? 0));
      far += Math.abs(here - (pixels[(y + 2) * SIZE.width + x] ?? 0));
    }
  }
  return near / (far + SIZE.width);
}

const mean = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0) / list.length;

test('size and shape are those of a PAL tape in 16:9, with its sound', async () => {
  const shown = await run('ffprobe', [
    ...['-v', 'error', '-select_streams', 'v', '-of', 'csv=p=0', '-show_entries'],
    ...['stream=width,height,display_aspect_ratio,r_frame_rate', recording('whole')],
  ]);
  expect(shown.trim()).toMatch(/^720,576,(16:9|512:288),25\/1$/);
  const heard = await sound(recording('whole'));
  let crossings = 0;
  heard.samples.forEach((sample, at) => {
    if (sample >= 0 && (heard.samples[at - 1] ?? 0) < 0) crossings++;
  });
  expect((crossings * heard.rate) / heard.samples.length).toBeCloseTo(1000, -1);
});

test('deinterlacing joins the two fields: the comb that the tape has is gone', async () => {
  const raw = mean((await pictures(recording('raw'), SIZE)).slice(5, 30).map(combing));
  const whole = mean((await pictures(recording('whole'), SIZE)).slice(5, 30).map(combing));
  expect(raw).toBeGreaterThan(3);
  expect(whole).toBeLessThan(raw / 3);
});

test('without a FireWire card the camera is not started, and its component says what to do', async () => {
  await installation.mood('sad', ['/default/camera']);
  const { reason } = await installation.component('/default/camera');
  expect(reason).toMatch(
    /has no device \/dev\/fw\* \(a DV camera on FireWire\) .*; connect the camera to a FireWire card/,
  );
  expect(reason).toContain('give its property location a value');
});
