import { open } from 'node:fs/promises';
import type { Fraction } from '@flumotion/core/plugin';

/** One DV frame as `rawvideoparse` is told of it: a picture with a byte a pixel. */
export interface DvFrames {
  readonly width: number;
  readonly height: number;
  readonly framerate: Fraction;
}

/** 12 sequences of 12,000 bytes. */
const PAL: DvFrames = { width: 480, height: 300, framerate: [25, 1] };
/** 10 sequences of 12,000 bytes. */
const NTSC: DvFrames = { width: 400, height: 300, framerate: [30_000, 1001] };

/** First byte of a DV header block, without its arbitrary bits. */
const HEADER = 0x1f;

/**
 * Size and rate of the frames in a raw DV file.
 * @throws Error in words for people when the file cannot be read or is no raw DV.
 */
export async function readDvFile(path: string): Promise<DvFrames> {
  const head = Buffer.alloc(4);
  try {
    const file = await open(path, 'r');
    try {
      await file.read(head, 0, head.length, 0);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new Error(`the DV file ${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  if (head[0] !== HEADER || head[1] !== 0x07 || head[2] !== 0) {
    throw new Error(`${path} is no raw DV file; convert it with: ffmpeg -i FILE -target pal-dv OUTPUT.dv`);
  }
  return ((head[3] ?? 0) & 0x80) !== 0 ? PAL : NTSC;
}
