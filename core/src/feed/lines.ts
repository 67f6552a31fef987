import type { Duplex } from 'node:stream';
import { FlumotionError } from '../errors';
import { LINE_DEADLINE, MAX_LINE } from './handshake';

/**
 * Reads one line of a greeting from a stream, at most `MAX_LINE` bytes, then pauses it; bytes behind the newline stay
 * in the stream.
 * @throws FlumotionError `feed-greeting-invalid` when the line is too long, late, or the stream ends first.
 */
export function readLine(stream: Duplex, deadline: number = LINE_DEADLINE): Promise<string> {
  return new Promise((resolve, reject) => {
    let held: Buffer = Buffer.alloc(0);
    const finish = (): void => {
      clearTimeout(timer);
      stream.off('data', onData).off('end', onEnd).off('close', onEnd).off('error', onEnd);
      stream.pause();
    };
    const fail = (error: FlumotionError): void => {
      finish();
      reject(error);
    };
    const onEnd = (): void => fail(endedEarly());
    const onData = (chunk: Buffer): void => {
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
      const newline = held.subarray(0, MAX_LINE).indexOf(10);
      if (newline >= 0) {
        finish();
        if (held.length > newline + 1) stream.unshift(held.subarray(newline + 1));
        resolve(held.toString('utf8', 0, newline));
      } else if (held.length >= MAX_LINE) fail(tooLong());
    };
    const timer = setTimeout(() => fail(late(deadline)), deadline);
    stream.on('data', onData).on('end', onEnd).on('close', onEnd).on('error', onEnd);
    stream.resume();
  });
}

/** The greeting's line did not end within `MAX_LINE`. */
export function tooLong(): FlumotionError {
  return FlumotionError.of('feed-greeting-invalid', {
    reason: `a greeting line is longer than ${MAX_LINE} bytes`,
  });
}

/** The greeting's line did not come in time. */
export function late(deadline: number): FlumotionError {
  return FlumotionError.of('feed-greeting-invalid', {
    reason: `no greeting line came within ${deadline / 1000} s`,
  });
}

/** The other end closed during the greeting. */
export function endedEarly(): FlumotionError {
  return FlumotionError.of('feed-greeting-invalid', {
    reason: 'the other end closed the connection during the greeting; its secret may differ, or it ended',
  });
}
