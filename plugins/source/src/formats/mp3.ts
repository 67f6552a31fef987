import type { Frame, Framing } from './frames';

const RATES = [44_100, 48_000, 32_000] as const;
/** kbit/s by table, in the order of the field: MPEG-1 layers I to III, then MPEG-2 layer I, and its layers II and III. */
const BITRATES = [
  [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
] as const;

/** Sound of MPEG-1, MPEG-2 and MPEG-2.5, layers I to III. */
export const MP3: Framing = { name: 'MP3', head: 4, frame };

function frame(bytes: Buffer, at: number): Frame | undefined {
  const head = bytes.readUInt32BE(at);
  const [version, layer] = [(head >>> 19) & 3, 4 - ((head >>> 17) & 3)];
  // 0 is MPEG-2.5, 2 is MPEG-2, 3 is MPEG-1.
  if (head >>> 21 !== 0x7ff || version === 1 || layer === 4) return undefined;
  const first = version === 3;
  const kilobits = BITRATES[first ? layer - 1 : layer === 1 ? 3 : 4]?.[((head >>> 12) & 15) - 1];
  const base = RATES[(head >>> 10) & 3];
  if (kilobits === undefined || base === undefined) return undefined;
  const rate = base >> (first ? 0 : version === 2 ? 1 : 2);
  const padding = (head >>> 9) & 1;
  const samples = layer === 1 ? 384 : layer === 2 || first ? 1152 : 576;
  const size =
    layer === 1
      ? (Math.floor((12_000 * kilobits) / rate) + padding) * 4
      : Math.floor((samples * 125 * kilobits) / rate) + padding;
  const channels = ((head >>> 6) & 3) === 3 ? 1 : 2;
  const caps =
    `audio/mpeg, mpegversion=(int)1, mpegaudioversion=(int)${first ? 1 : version === 2 ? 2 : 3}, ` +
    `layer=(int)${layer}, rate=(int)${rate}, channels=(int)${channels}, parsed=(boolean)true`;
  return { size, samples, rate, caps };
}
