import type { FeedCaps } from '@flumotion/core/plugin';
import { waitUntil } from '../../../test/support/wait-until';
import { icyBody, type IcyBody } from './icy-body';
import type { Client, Rig } from './rig';

/** The field that asks for metadata. */
export const ICY = 'Icy-MetaData: 1\r\n';
/** Caps of MP3. */
export const MP3: FeedCaps = {
  text: 'audio/mpeg, mpegversion=(int)1, layer=(int)3, rate=(int)44100',
  mediaType: 'audio/mpeg',
  streamHeader: [],
};
/** Caps of AAC with these fields. */
export const AAC = (fields: string): FeedCaps => ({ ...MP3, text: `audio/mpeg, ${fields}` });

let sent = 0;
/** Feeds bytes that count on, in frames of so many bytes. */
export function play({ tap }: Rig, count: number, size = 400): Buffer {
  const frames = Array.from({ length: count }, () => {
    const frame = Buffer.allocUnsafeSlow(size);
    for (let at = 0; at < size; at++) frame[at] = sent++;
    return frame;
  });
  for (const data of frames)
    tap.buffer({ data, delta: false, header: false, discont: false, duration: 25_000_000n });
  return Buffer.concat(frames);
}

/** Begins a stream. */
export async function begin(streamer: Rig, caps = MP3): Promise<Rig> {
  streamer.tap.caps(caps);
  play(streamer, 1);
  await waitUntil('the stream', () => streamer.context.stats['stream-url'] !== undefined);
  return streamer;
}

/** A field of the answer, as UTF-8. */
export const fieldOf = (client: Client, name: string): string | undefined =>
  new RegExp(`^${name}: (.*)$`, 'm').exec(Buffer.from(client.head(), 'latin1').toString())?.[1]?.trim();

/** Waits until a client has got so many blocks. */
export async function blocks(client: Client, count: number): Promise<IcyBody> {
  const interval = Number(fieldOf(client, 'icy-metaint'));
  await waitUntil(`${count} blocks`, () => icyBody(client.body(), interval).blocks.length >= count);
  return icyBody(client.body(), interval);
}
