import type { Socket } from 'node:net';
import type { Connections } from './connections';
import type { RequestHead } from './head';

/** Most bytes of a form: the longest title that players can be told, 4065 bytes, each escaped to three. */
const MOST_FORM = 16 * 1024;
const FORM = 'application/x-www-form-urlencoded';

/** A form that is not taken, as the status to answer with. */
export interface BadForm {
  readonly status: 400 | 408 | 411 | 413 | 415;
  readonly reason: string;
}

/**
 * The head of a POST with the arguments of the form in its body behind those of its URL, so that whoever answers GET can
 * answer it. To be called before anything is awaited: what comes meanwhile would be lost.
 * @param rest - what came together with the head.
 */
export async function withForm(
  connections: Pick<Connections, 'readBody'>,
  socket: Socket,
  address: string,
  head: RequestHead,
  rest: Buffer,
): Promise<RequestHead | BadForm> {
  const { fields, target } = head;
  if (fields.has('transfer-encoding')) return { status: 411, reason: 'give the length of the form' };
  const text = fields.get('content-length') ?? '0';
  const length = Number(text);
  if (!/^\d{1,15}$/.test(text)) return { status: 400, reason: 'the length of the form is no number' };
  if (length > MOST_FORM) return { status: 413, reason: `the form is longer than ${MOST_FORM} bytes` };
  if (length === 0) return head;
  const [type = ''] = (fields.get('content-type') ?? '').split(';');
  if (type.trim().toLowerCase() !== FORM) return { status: 415, reason: `send a form (${FORM})` };
  if (fields.get('expect')?.toLowerCase() === '100-continue')
    socket.write('HTTP/1.1 100 Continue\r\n\r\n', 'latin1');
  const body = await connections.readBody(socket, address, rest, length);
  if (!body) return { status: 408, reason: 'the form did not come in time' };
  const form = body.toString('latin1').trim();
  if (!/^[\x21-\x7e]*$/.test(form)) return { status: 400, reason: 'the form is not encoded as a URL' };
  return {
    ...head,
    target: `${target}${target.includes('?') ? '&' : '?'}${form}`,
    query: new URLSearchParams([...head.query, ...new URLSearchParams(form)]),
  };
}
