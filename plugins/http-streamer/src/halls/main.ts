import { Socket } from 'node:net';
import { EachSecond } from '../each-second';
import { FrameReader } from './frames';
import { Hall } from './hall';

/** Descriptor on which the job sends the stream. */
const STREAM_FD = 4;
/** Milliseconds that listeners have for the end of their response when the job ends. */
const PARTING = 2000;

/** The process that serves a part of an http-streamer's listeners. It ends with its job. */
function main(): void {
  let closing = false;
  const hall = new Hall((event) => {
    // With a callback a job that has died is no error; the rest of its death is seen below.
    if (process.connected && !closing) process.send?.(event, undefined, undefined, () => undefined);
  });
  const stream = new Socket({ fd: STREAM_FD, readable: true, writable: false });
  const regularly = new EachSecond(() => hall.tick());
  const end = (): void => {
    if (!closing) process.exit(0);
  };
  const reader = new FrameReader((frame) => {
    regularly.awake();
    closing ||= frame.what.kind === 'close';
    hall.take(frame);
    if (!closing) return;
    // It ends by itself when the last connection has.
    regularly.end();
    stream.destroy();
    if (process.connected) process.disconnect();
    setTimeout(() => process.exit(0), PARTING).unref();
  });
  stream.on('data', (data: Buffer) => reader.push(data));
  stream.on('error', end);
  stream.on('close', end);
  process.on('disconnect', end);
  process.on('message', ({ listener }: { listener: number }, socket) => {
    if (socket instanceof Socket) hall.connection(listener, socket);
  });
  // The job, which gets the same signals, says when it is over.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined);
  process.send?.({ kind: 'ready' }, undefined, undefined, () => undefined);
}

main();
