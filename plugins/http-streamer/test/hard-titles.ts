import type { FeedCaps } from '@flumotion/core/plugin';
import { gstStream } from '../../../test/support/gst-stream';
import { waitUntil } from '../../../test/support/wait-until';
import { icyStreamer } from '../src';
import { makeTitle } from '../src/title';
import { rigOf, type Rig } from './rig';

/** Caps of MP3. */
export const CAPS: FeedCaps = {
  text: 'audio/mpeg, mpegversion=(int)1',
  mediaType: 'audio/mpeg',
  streamHeader: [],
};
/** Titles that are hard on players. */
export const TITLES = [
  'Plain',
  'It\'s "so"; a = b',
  "before'; after",
  'two\r\nlines',
  'Ünïcode 🎵 日本',
  '🎵'.repeat(1250),
  '',
  'Last',
];
/** What they have to show. */
export const SHOWN = TITLES.map((title) => makeTitle(title).text);
/** Frames of sound for each: 0.4 s, and at least one block of metadata. */
export const EACH = 16;
/** Bytes of most frames at 64 kbit/s. */
const FRAME = 209;

let made: readonly Buffer[] | undefined;

/** Ten seconds of a tone as MP3 of 64 kbit/s, in pieces of a frame. */
export function mp3(): readonly Buffer[] {
  const stream = (): Buffer =>
    gstStream(
      'audiotestsrc freq=500 num-buffers=430 ! audio/x-raw,rate=44100,channels=1 ! ' +
        'lamemp3enc target=bitrate bitrate=64 cbr=true ! filesink name=out',
    );
  made ??= pieces(stream());
  return made;
}

function pieces(stream: Buffer): Buffer[] {
  return Array.from({ length: Math.ceil(stream.length / FRAME) }, (_, at) =>
    stream.subarray(at * FRAME, (at + 1) * FRAME),
  );
}

/** Feeds all titles with their sound, then ends the stream. */
export async function playAll(streamer: Rig): Promise<void> {
  await waitUntil('the player', () => streamer.context.stats['clients-current'] === 1, 20_000);
  TITLES.forEach((_, index) => {
    playOne(streamer, index);
  });
  await streamer.stop();
}

/** Feeds a title with its sound. */
export function playOne({ tap }: Rig, index: number): void {
  tap.tags?.({ title: TITLES[index] ?? '', bitrate: 64_000 });
  for (const data of mp3().slice(index * EACH, (index + 1) * EACH))
    tap.buffer({ data, delta: false, header: false, discont: false });
}

/** An icy-streamer with a title every quarter of a second, and its URL. */
export async function serve(): Promise<[Rig, string]> {
  const streamer = await rigOf(icyStreamer, {
    'metadata-interval': 0.25,
    'short-name': 'Rädio',
    'mount-point': '/live',
  });
  streamer.tap.caps(CAPS);
  streamer.tap.tags?.({ bitrate: 64_000 });
  streamer.tap.buffer({ data: mp3()[0] as Buffer, delta: false, header: false, discont: false });
  return [streamer, `http://127.0.0.1:${streamer.port}/live`];
}
