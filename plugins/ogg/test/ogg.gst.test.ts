import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { playComponent, type Output, type Played } from '../../../test/support/play-component';
import { restartsCleanly } from '../../../test/support/restarts';
import { defineComponent } from '@flumotion/core/plugin';
import { waitUntil } from '../../../test/support/wait-until';
import ogg from '../src';

const VIDEO =
  'videotestsrc is-live=true ! video/x-raw,width=160,height=120,framerate=25/1 ! theoraenc speed-level=3';
const AUDIO = 'audiotestsrc is-live=true ! audio/x-raw,rate=44100,channels=2 ! vorbisenc';

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

/** What ffprobe says of the codecs in what came out so far, with the headers in front. */
function codecs(output: Output): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'flumotion-ogg-'));
  try {
    const file = join(folder, 'out.ogg');
    writeFileSync(file, Buffer.concat([...(output.caps.at(-1)?.streamHeader ?? []), output.bytes()]));
    const args = ['-v', 'error', '-show_entries', 'stream=codec_name', '-of', 'csv=p=0', file];
    return execFileSync('ffprobe', args, { encoding: 'utf8' }).trim().split('\n').sort();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test.each([
  ['both', { 'default:video': VIDEO, 'default:audio': AUDIO }, ['theora', 'vorbis']],
  ['picture alone', { 'default:video': VIDEO }, ['theora']],
  ['sound alone', { 'default:audio': AUDIO }, ['vorbis']],
])('%s becomes one stream', async (_, inputs, expected) => {
  played = await playComponent(ogg, { inputs });
  const output = played.output();
  await output.have(30);
  expect(output.caps.at(-1)?.mediaType).toBe('application/ogg');
  for (const header of output.caps.at(-1)?.streamHeader ?? [])
    expect(header.toString('latin1', 0, 4)).toBe('OggS');
  expect(codecs(output)).toEqual(expected);
});

test('sound that an encoder has not begun to give is waited for, and goes where sound belongs', async () => {
  const late = defineComponent({
    type: 'late-encoder',
    kind: 'encoder',
    description: 'Gives nothing, not even caps, until it is told to.',
    feeders: { default: { caps: 'audio/x-vorbis' } },
    properties: {
      begun: {
        type: 'bool',
        default: false,
        live: true,
        description: 'Give it.',
        sets: 'valve.drop',
        to: (begun) => !begun,
      },
    },
    pipeline: 'audiotestsrc is-live=true ! valve name=valve ! audioconvert ! vorbisenc',
  });
  const encoder = await playComponent(late, {});
  try {
    played = await playComponent(ogg, { inputs: { 'default:audio': encoder } });
    const { state } = played;
    await waitUntil('the muxer is linked', () => played?.state.eaters[0]?.connected === true, 15_000);
    expect(state.messages).toEqual([]);
    await encoder.set('begun', true);
    await played.output().have(10);
    expect(codecs(played.output())).toEqual(['vorbis']);
  } finally {
    await encoder.stop();
  }
});

test('sound alone leaves the muxer at least five times a second', async () => {
  played = await playComponent(ogg, { inputs: { 'default:audio': AUDIO } });
  const output = played.output();
  await output.have(25);
  const times = output.buffers.filter((buffer) => !buffer.header).map((buffer) => Number(buffer.pts) / 1e9);
  const gaps = times.slice(1).map((time, index) => time - (times[index] as number));
  expect(Math.max(...gaps)).toBeLessThan(0.2);
});

test('it starts and stops without a trace', async () => {
  await restartsCleanly(ogg, { inputs: { 'default:video': VIDEO, 'default:audio': AUDIO } });
});
