import type { Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { OpenFile, Pace } from '@flumotion/core/plugin';
import type { Range } from './ranges';

/** Longest wait between two questions to a pace, in milliseconds. */
const LONGEST_WAIT = 5000;

/**
 * Writes the parts of an answer's body, as fast as the client takes them and the pace allows.
 * @param count - told of the bytes of each write.
 * @throws Error when the file can no longer be read; what has been written is then all there is. It returns early when
 *   the client has gone.
 */
export async function sendBody(
  out: Writable,
  file: OpenFile,
  body: readonly (Uint8Array | Range)[],
  pace: Pace | undefined,
  count: (bytes: number) => void,
): Promise<void> {
  const gone = new AbortController();
  const onClose = (): void => gone.abort();
  const isGone = (): boolean => out.destroyed;
  out.once('close', onClose);
  try {
    for (const part of body) {
      const pieces = 'first' in part ? file.read(part.first, part.last + 1) : [part];
      for await (const piece of pieces) {
        for (let at = 0; at < piece.length;) {
          const bytes = pace ? await granted(pace, piece.length - at, gone.signal) : piece.length - at;
          if (isGone() || bytes === 0) return;
          count(bytes);
          if (!out.write(piece.subarray(at, at + bytes))) await drained(out);
          if (isGone()) return;
          at += bytes;
        }
      }
    }
  } finally {
    out.off('close', onClose);
  }
}

/** Bytes that may be written now, after such waits as the pace asks for; 0 when the client has gone meanwhile. */
async function granted(pace: Pace, most: number, gone: AbortSignal): Promise<number> {
  for (;;) {
    if (gone.aborted) return 0;
    const { bytes, wait } = pace.take(most);
    if (bytes > 0) return Math.min(bytes, most);
    await delay(Math.min(Math.max(1, wait), LONGEST_WAIT), undefined, { signal: gone }).catch(
      () => undefined,
    );
  }
}

/** The client has taken what was written, or has gone. A server ends those that take nothing. */
function drained(out: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      out.off('drain', done);
      out.off('close', done);
      resolve();
    };
    out.once('drain', done);
    out.once('close', done);
    if (out.destroyed) done();
  });
}
