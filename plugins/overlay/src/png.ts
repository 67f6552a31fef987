import { open } from 'node:fs/promises';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
/** Widest and highest logo, in pixels. */
const MAX_SIDE = 4096;

/**
 * Size of a PNG file in pixels.
 * @throws Error in words for people when the file cannot be read, is no PNG or is too large to draw.
 */
export async function pngSize(path: string): Promise<{ readonly width: number; readonly height: number }> {
  const head = Buffer.alloc(24);
  try {
    const file = await open(path, 'r');
    try {
      await file.read(head, 0, head.length, 0);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new Error(`the logo ${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
  if (!head.subarray(0, 8).equals(SIGNATURE)) {
    throw new Error(`the logo ${path} is no PNG file; convert it to PNG`);
  }
  const [width, height] = [head.readUInt32BE(16), head.readUInt32BE(20)];
  if (width < 1 || height < 1 || width > MAX_SIDE || height > MAX_SIDE) {
    throw new Error(
      `the logo ${path} is ${width}x${height} pixels; at most ${MAX_SIDE} each way can be drawn`,
    );
  }
  return { width, height };
}
