const SAMPLE_BYTES = 2;
const PCM = 1;
/** A length that players take for "until the stream ends". */
const ENDLESS = 0xffffffff;

/**
 * What stands in front of the samples of a WAV stream without end, 16 bits each.
 * @param rate - samples a second.
 */
export function wavHeader(rate: number, channels: number): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(ENDLESS, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(PCM, 20);
  header.writeUInt16LE(channels, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * channels * SAMPLE_BYTES, 28);
  header.writeUInt16LE(channels * SAMPLE_BYTES, 32);
  header.writeUInt16LE(8 * SAMPLE_BYTES, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(ENDLESS, 40);
  return header;
}
