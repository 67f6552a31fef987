import { ResponseError } from 'vscode-jsonrpc/node';
import { errorText, FlumotionError, isErrorCode, isFlumotionError } from '../errors';

/** JSON-RPC error code under which errors of Flumotion's own table travel; their own code is in `data.code`. */
const TABLE_ERROR = 1;
/** JSON-RPC error code of anything else that a handler threw. */
const OTHER_ERROR = 2;

/** An error as it travels: code and text, never a stack. */
export function errorToWire(error: unknown): ResponseError<{ code?: string }> {
  return isFlumotionError(error)
    ? new ResponseError(TABLE_ERROR, error.message, { code: error.code })
    : new ResponseError(OTHER_ERROR, errorText(error), {});
}

/** The error that an answer from the peer stands for. */
export function errorFromWire(error: ResponseError<unknown>, method: string, peer: string): FlumotionError {
  const { code } = Object(error.data) as { code?: unknown };
  if (error.code === TABLE_ERROR && isErrorCode(code)) return FlumotionError.relayed(code, error.message);
  return FlumotionError.of('peer-failed', { peer, method, reason: error.message });
}
