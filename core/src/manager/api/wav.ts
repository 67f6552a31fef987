import { SOUND_RATE } from '../../rpc/look-messages';

/** Bytes of a sample of one channel. */
const SAMPLE = 2;
const HEAD = 44;

/** Samples as a WAV file, which browsers and every player take. */
export function wavOf(channels: number, samples: Buffer): Buffer {
  const head = Buffer.alloc(HEAD);
  head.write('RIFF', 0);
  head.writeUInt32LE(HEAD - 8 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt32LE(SOUND_RATE, 24);
  head.writeUInt32LE(SOUND_RATE * channels * SAMPLE, 28);
  head.writeUInt16LE(channels * SAMPLE, 32);
  head.writeUInt16LE(SAMPLE * 8, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.length, 40);
  return Buffer.concat([head, samples]);
}
