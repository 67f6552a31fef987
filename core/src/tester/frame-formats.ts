import type { FrameFormat } from './frames';

/** kbit/s by index: of version 1, layers 1 to 3; of versions 2 and 2.5, layer 1, layers 2 and 3. */
const RATES = {
  v1: [
    [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
    [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  ],
  v2: [
    [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
    [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  ],
} as const;
const HERTZ = [44100, 48000, 32000];
/** What the sampling rates of versions 2.5, none, 2 and 1 are divided by. */
const DIVISORS = [4, 0, 2, 1];

/** MPEG audio, layers 1 to 3. */
export const MP3: FrameFormat = {
  name: 'MP3',
  head: 4,
  read(bytes, at) {
    const head = bytes.readUInt32BE(at);
    const [version, layer] = [(head >>> 19) & 3, 4 - ((head >>> 17) & 3)];
    const hertz = (HERTZ[(head >>> 10) & 3] ?? 0) / (DIVISORS[version] || Infinity);
    const kilobits = RATES[version === 3 ? 'v1' : 'v2'][layer - 1]?.[(head >>> 12) & 15] ?? 0;
    if (head >>> 21 !== 0x7ff || hertz === 0 || kilobits === 0) return undefined;
    const padding = (head >>> 9) & 1;
    const samples = layer === 1 ? 384 : layer === 3 && version !== 3 ? 576 : 1152;
    const slot = layer === 1 ? 4 : 1;
    const length = (Math.floor((samples / 8 / slot) * ((kilobits * 1000) / hertz)) + padding) * slot;
    const name = layer === 3 ? 'MP3' : `MPEG audio layer ${layer}`;
    return { length, form: `${name}: ${hertz} Hz, ${((head >>> 6) & 3) === 3 ? 'mono' : 'stereo'}` };
  },
};

const ADTS_HERTZ = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350];

/** AAC in ADTS frames. */
export const ADTS: FrameFormat = {
  name: 'AAC',
  head: 7,
  read(bytes, at) {
    const head = bytes.readUInt32BE(at);
    const hertz = ADTS_HERTZ[(head >>> 10) & 15];
    const length = ((head & 3) << 11) | (bytes.readUInt16BE(at + 4) >>> 5);
    // Twelve bits of ones, then a bit for the version, and the layer that is always 0.
    if (head >>> 20 !== 0xfff || ((head >>> 17) & 3) !== 0 || hertz === undefined || length < 7)
      return undefined;
    return { length, form: `AAC: ${hertz} Hz, ${(head >>> 6) & 7} channels` };
  },
};
