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

const compiled = load();

/** Why the compiled one is not there; undefined when it is. */
export const notCompiled = typeof compiled === 'string' ? compiled : undefined;

/** Does it with one call for all, where that could be compiled. */
export const fanOut: FanOut = typeof compiled === 'string' ? fanOutByNode : compiled;

function load(): FanOut | string {
  try {
    return (createRequire(__filename)('../native/fan-out.node') as { readonly fanOut: FanOut }).fanOut;
  } catch (error) {
    return error instanceof Error ? error.message.split('\n', 1).join() : String(error);
  }
}
