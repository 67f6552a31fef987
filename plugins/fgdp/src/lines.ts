import type { Socket } from 'node:net';

/** Most bytes of a line. */
const MAX_LINE = 4096;

/**
 * Reads one line, and leaves in the socket what follows it.
 * @throws Error when the line is too long, or the connection ends.
 */
export function readLine(socket: Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let line = Buffer.alloc(0);
    const done = (act: () => void): void => {
      socket.off('readable', read).off('close', closed);
      act();
    };
    const closed = (): void => {
      done(() => {
        reject(new Error('the other end closed the connection'));
      });
    };
    const read = (): void => {
      for (let chunk = next(socket); chunk !== null; chunk = next(socket)) {
        const end = chunk.indexOf('\n');
        line = Buffer.concat([line, end < 0 ? chunk : chunk.subarray(0, end)]);
        if (line.length > MAX_LINE) {
          done(() => {
            reject(new Error('the other end does not speak FGDP: its line is too long'));
          });
          return;
        }
        if (end < 0) continue;
        done(() => {
          socket.unshift(chunk.subarray(end + 1));
          resolve(line.toString('utf8').replace(/\r$/, ''));
        });
        return;
      }
    };
    socket.on('readable', read).on('close', closed);
    if (socket.destroyed) closed();
    else read();
  });
}

function next(socket: Socket): Buffer | null {
  return socket.read() as Buffer | null;
}
