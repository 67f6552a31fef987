import type { Message, MessageReader } from 'vscode-jsonrpc/node';

/**
 * Wraps a reader: tells when anything arrives, and keeps back what is no JSON-RPC message, so that the library below
 * never sees it.
 */
export function guardReader(
  reader: MessageReader,
  heard: () => void,
  malformed: (text: string) => void,
): MessageReader {
  return {
    onError: reader.onError,
    onClose: reader.onClose,
    onPartialMessage: reader.onPartialMessage,
    listen: (callback) =>
      reader.listen((message) => {
        heard();
        const reason = flaw(message);
        if (reason === undefined) callback(message);
        else malformed(`${reason}: ${JSON.stringify(message).slice(0, 300)}`);
      }),
    dispose: () => {
      reader.dispose();
    },
  };
}

function flaw(message: Message): string | undefined {
  const given: unknown = message;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return 'not a JSON object';
  const { jsonrpc, id, method, params } = given as Record<string, unknown>;
  if (jsonrpc !== '2.0') return 'no jsonrpc version 2.0';
  if (method !== undefined) {
    if (typeof method !== 'string') return 'the method is not text';
    if (id !== undefined && !isId(id)) return 'the id is neither text nor number';
    if (typeof params !== 'object' || params === null || Array.isArray(params))
      return 'params are not an object';
    return undefined;
  }
  if (!isId(id)) return 'neither a method nor an id';
  return 'result' in given || 'error' in given ? flawOfError(given) : 'neither a result nor an error';
}

function flawOfError(given: object): string | undefined {
  const { error } = given as { error?: unknown };
  if (error === undefined) return undefined;
  const { code, message } = Object(error) as { code?: unknown; message?: unknown };
  return typeof code === 'number' && typeof message === 'string'
    ? undefined
    : 'the error has no code or message';
}

function isId(id: unknown): boolean {
  return typeof id === 'string' || typeof id === 'number';
}
