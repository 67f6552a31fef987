import { createRequire } from 'node:module';
import { writeNow } from './direct-write';

/**
 * Offers the same bytes to the first `count` of some sockets, and says in `sent` of each how many bytes the kernel took: 0
 * when its buffer is full, -1 when the connection is broken. Never waits.
 */
export type FanOut = (data: Buffer, fds: Int32Array, count: number, sent: Int32Array) => void;

/** Does it with what Node offers, which is a call for each socket. */
export const fanOutByNode: FanOut = (data, fds, count, sent) => {
  for (let index = 0; index < count; index++) sent[index] = writeNow(fds[index] as number, data);
};

/** How it is done here. */
interface Found {
  readonly fanOut: FanOut;
  /** Why it is not done with one call for all; undefined when it is. */
  readonly notCompiled?: string;
}

let found: Found | undefined;

/**
 * The fan-out that was compiled when this package was installed, or else Node's. Loaded by who serves listeners, and not by
 * those who only read what this package declares.
 */
export function loadFanOut(): Found {
  found ??= load('../native/fan-out.node');
  return found;
}

/** @param path - of what is compiled. */
export function load(path: string): Found {
  try {
    const { fanOut } = createRequire(__filename)(path) as { readonly fanOut?: FanOut };
    return fanOut ? { fanOut } : { fanOut: fanOutByNode, notCompiled: `there is no fanOut in ${path}` };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { fanOut: fanOutByNode, notCompiled: text.split('\n', 1).join() };
  }
}
