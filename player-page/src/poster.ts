import { open, stat } from 'node:fs/promises';
import type { Message } from '@flumotion/core/plugin';
import type { Poster } from './channel';

/** Largest picture that is kept in memory and served. */
const MOST_BYTES = 4 * 1024 * 1024;

/** How the kinds of pictures begin that every browser shows; SVG is a document that may hold scripts, so it is none. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/^\x89PNG\r\n\x1a\n/, 'image/png'],
  [/^\xff\xd8\xff/, 'image/jpeg'],
  [/^GIF8[79]a/, 'image/gif'],
  [/^RIFF[^]{4}WEBP/, 'image/webp'],
  [/^[^]{4}ftypavif/, 'image/avif'],
];

/** Whether a poster is somewhere in the web, not a file of this machine. */
export function isPosterUrl(poster: string): boolean {
  return /^https?:\/\/[^\s"'<>;,]+$/.test(poster) && URL.canParse(poster);
}

/**
 * Gets a poster ready.
 * @param poster - a URL, or the name of a file on this machine.
 * @throws Error with the reason when the file cannot be read or is no picture.
 */
export async function readPoster(poster: string): Promise<Poster> {
  if (isPosterUrl(poster)) return { url: poster };
  // To open a pipe may take for ever.
  if (!(await stat(poster)).isFile())
    throw new Error(`the poster ${JSON.stringify(poster)} is no plain file`);
  const file = await open(poster);
  try {
    const { size } = await file.stat();
    if (size > MOST_BYTES) {
      throw new Error(
        `the poster ${JSON.stringify(poster)} has ${size} bytes; at most ${MOST_BYTES} are served`,
      );
    }
    const data = Buffer.alloc(size);
    const { bytesRead } = await file.read(data, 0, size, 0);
    const begins = data.toString('latin1', 0, 16);
    const contentType = KINDS.find(([pattern]) => pattern.test(begins))?.[1];
    if (contentType === undefined || bytesRead < size) {
      throw new Error(
        `the poster ${JSON.stringify(poster)} is no picture that browsers show; expected PNG, JPEG, GIF, WebP or AVIF`,
      );
    }
    return { contentType, data };
  } finally {
    await file.close();
  }
}

/**
 * Gets a component's poster ready; one that cannot be shown is a warning at the component, which goes on without.
 * @param poster - as for `readPoster`; undefined for none.
 */
export async function openPoster(
  host: { message(message: Message): void },
  poster: string | undefined,
): Promise<Poster | undefined> {
  if (poster === undefined) return undefined;
  try {
    return await readPoster(poster);
  } catch (error) {
    host.message({
      level: 'warning',
      id: 'poster',
      text: error instanceof Error ? error.message : String(error),
      advice:
        'Give the URL of a picture, or the name of a file that this worker can read, and start the component again.',
    });
    return undefined;
  }
}
