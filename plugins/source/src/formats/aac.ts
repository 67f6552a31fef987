import type { Frame, Framing } from './frames';

const RATES = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350,
] as const;
const PROFILES = ['main', 'lc', 'ssr', 'ltp'] as const;
/** Samples of one block. */
const BLOCK = 1024;
const HEAD = 7;

/** AAC in ADTS, the only form that can be joined while it runs. */
export const AAC: Framing = { name: 'AAC (ADTS)', head: HEAD, frame };

function frame(bytes: Buffer, at: number): Frame | undefined {
  if ((bytes.readUInt16BE(at) & 0xfff6) !== 0xfff0) return undefined;
  const [second, third] = [bytes.readUInt8(at + 2), bytes.readUInt8(at + 3)];
  const rate = RATES[(second >> 2) & 15];
  const size = (bytes.readUInt32BE(at + 3) >>> 13) & 0x1fff;
  if (rate === undefined || size < HEAD) return undefined;
  const layout = ((second & 1) << 2) | (third >> 6);
  // Layout 0 leaves the channels to the media inside.
  const channels = layout === 0 ? '' : `, channels=(int)${layout === 7 ? 8 : layout}`;
  const caps =
    `audio/mpeg, mpegversion=(int)${(bytes.readUInt8(at + 1) & 8) === 0 ? 4 : 2}, stream-format=(string)adts, ` +
    `base-profile=(string)${PROFILES[second >> 6] ?? 'lc'}, rate=(int)${rate}${channels}, framed=(boolean)true`;
  return { size, samples: ((bytes.readUInt8(at + 6) & 3) + 1) * BLOCK, rate, caps };
}
