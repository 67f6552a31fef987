import { once } from 'node:events';
import { GDP_FLAGS, GdpParser, serialiseGdp, type GdpPacket } from '../../core/src/feed/gdp';
import { parseCaps } from '../../core/src/feed/caps';
import { segmentClock } from '../../core/src/feed/segment';
import { gstLaunch } from '../support/gst-launch';

/** What a running `gdppay` wrote, and its packets. */
async function record(pipeline: string): Promise<{ wire: Buffer; packets: GdpPacket[] }> {
  const { child, bytes, output } = gstLaunch(`${pipeline} ! gdppay ! fdsink fd=1`);
  await once(child, 'close');
  const packets: GdpPacket[] = [];
  new GdpParser((packet) => packets.push(packet)).push(bytes());
  if (packets.length === 0) throw new Error(`nothing came: ${output()}`);
  return { wire: bytes(), packets };
}

const video = 'videotestsrc num-buffers=5 ! video/x-raw,width=160,height=120';
const audio = 'audiotestsrc num-buffers=30';

test.each<[string, string, string, number, string, number | undefined]>([
  ['Ogg', `${video} ! theoraenc ! oggmux`, 'application/ogg', 2, '4f676753', 2],
  ['Theora', `${video} ! theoraenc`, 'video/x-theora', 3, '80746865', 3],
  ['Vorbis', `${audio} ! audioconvert ! vorbisenc`, 'audio/x-vorbis', 3, '01766f72', 3],
  ['WebM', `${audio} ! audioconvert ! vorbisenc ! webmmux streamable=true`, 'audio/webm', 1, '1a45dfa3', 2],
  ['FLAC', `${audio} ! flacenc`, 'audio/x-flac', 2, '7f464c41', undefined],
  ['MPEG-TS', `${video} ! x264enc ! mpegtsmux`, 'video/mpegts', 2, '474000', undefined],
])('%s as GStreamer writes it', async (_, pipeline, mediaType, headers, magic, flagged) => {
  const { packets } = await record(pipeline);
  const caps = packets.filter((packet) => packet.kind === 'caps').map(({ text }) => parseCaps(text));
  const last = caps.at(-1);
  expect(last?.mediaType).toBe(mediaType);
  expect(last?.streamHeader.length).toBe(headers);
  expect(last?.streamHeader[0]?.toString('hex').startsWith(magic)).toBe(true);
  // GStreamer's FLAC and MPEG-TS muxers cut their headers anew, or do not flag them.
  if (flagged !== undefined) {
    const flags = packets.map(
      (packet) => packet.kind === 'buffer' && (packet.flags & GDP_FLAGS.header) !== 0,
    );
    expect(flags.filter(Boolean)).toHaveLength(flagged);
  }
  expect(packets.some((packet) => packet.kind === 'event' && segmentClock(packet.text) !== undefined)).toBe(
    true,
  );
});

test('x264enc counts from a thousand hours; running time counts from nothing', async () => {
  const { packets } = await record(`${video},framerate=25/1 ! x264enc tune=zerolatency`);
  let clock = segmentClock('');
  const times: bigint[] = [];
  for (const packet of packets) {
    if (packet.kind === 'event') clock = segmentClock(packet.text) ?? clock;
    if (packet.kind === 'buffer' && packet.pts !== undefined && clock) times.push(clock(packet.pts));
  }
  expect(times).toEqual([0n, 40_000_000n, 80_000_000n, 120_000_000n, 160_000_000n]);
});

test('what is written again is what gdppay wrote, the decoding time aside', async () => {
  const { wire, packets } = await record(`${video} ! theoraenc ! oggmux`);
  let at = 0;
  for (const packet of packets) {
    const again = serialiseGdp(packet);
    const was = wire.subarray(at, at + again.length);
    for (const bytes of [again, was]) bytes.fill(0, 44, 62);
    expect(again.equals(was)).toBe(true);
    at += again.length;
  }
  expect(at).toBe(wire.length);
});
