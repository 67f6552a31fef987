import type { Context, RequestEntry, RequestEvent, StreamData } from '@flumotion/core/plugin';
import { withoutSecrets } from './access-log';
import type { Fields } from './answer';
import type { RequestHead } from './head';

/** Fields that decide how the answer is read; no plug may change them. */
const FRAMING = ['connection', 'content-length', 'transfer-encoding', 'date'];
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}$/;
const VALUE = /^[\x20-\x7e]{0,1000}$/;

/** A request that was answered, as the loggers of requests are told of it. */
export type Request = Omit<RequestEntry, 'bytes-sent' | 'time-connected' | 'reason' | 'detail'>;

/** Why a request has ended. */
export interface RequestEnd {
  /** A word that stays the same. */
  readonly reason: string;
  /** In words. */
  readonly detail: string;
}

/**
 * What the loggers of requests are told when a request is answered.
 * @param head - undefined when it could not be read.
 */
export function requestOf(
  head: RequestHead | undefined,
  address: string,
  user: string | undefined,
  status = 200,
): Request {
  const referer = head?.fields.get('referer');
  return {
    ip: address,
    time: Date.now(),
    method: head?.method ?? '-',
    uri: head ? withoutSecrets(head.target) : '-',
    username: user,
    clientproto: head ? `HTTP/${head.version}` : '-',
    response: status,
    referer: referer === undefined ? undefined : withoutSecrets(referer),
    'user-agent': head?.fields.get('user-agent'),
  };
}

/** The plugs of a component that answers requests. */
export class RequestPlugs {
  constructor(private readonly context: Pick<Context, 'plugs' | 'log'>) {}

  /**
   * Tells the loggers of requests what happened to one: that it was answered and goes on, or that it has ended, which one
   * that was refused has at once.
   */
  tell(event: RequestEvent, request: Request, bytes = 0, seconds = 0, end: Partial<RequestEnd> = {}): void {
    for (const plug of this.context.plugs('request-logger')) {
      plug.event(event, { ...request, 'bytes-sent': bytes, 'time-connected': Math.round(seconds), ...end });
    }
  }

  /** Header fields that plugs set for an answer; what cannot be one is left out and logged. */
  fields({ method, path, query }: RequestHead): Fields {
    const fields: Record<string, string> = {};
    for (const plug of this.context.plugs('request-modifier')) {
      plug.modify({
        method,
        path,
        query,
        setHeader: (name, value) => {
          if (NAME.test(name) && VALUE.test(value) && !FRAMING.includes(name.toLowerCase()))
            fields[name] = value;
          else
            this.context.log.warn(`a plug set the header field ${JSON.stringify(name)}, which is left out`);
        },
      });
    }
    return fields;
  }

  /** What is on the stream: what the last plug that knows says, else what the component says by itself. */
  async describe(own: StreamData): Promise<StreamData> {
    let data = own;
    for (const plug of this.context.plugs('stream-data')) data = (await plug.streamData(data)) ?? data;
    return data;
  }
}
