import type { Context, RequestEntry, RequestEvent, StreamData } from '@flumotion/core/plugin';
import { withoutSecrets } from './access-log';
import type { Fields } from './answer';
import type { RequestHead } from './head';

/** Fields that decide how the answer is read; no plug may change them. */
const FRAMING = ['connection', 'content-length', 'transfer-encoding', 'date'];
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}$/;
const VALUE = /^[\x20-\x7e]{0,1000}$/;

/** A request that was admitted, as the loggers of requests are told of it. */
export type Request = Omit<RequestEntry, 'bytes-sent' | 'time-connected'>;

/** What the loggers of requests are told when a request is answered. */
export function requestOf(head: RequestHead, address: string, user: string | undefined): Request {
  const referer = head.fields.get('referer');
  return {
    ip: address,
    time: Date.now(),
    method: head.method,
    uri: withoutSecrets(head.target),
    username: user,
    clientproto: `HTTP/${head.version}`,
    response: 200,
    referer: referer === undefined ? undefined : withoutSecrets(referer),
    'user-agent': head.fields.get('user-agent'),
  };
}

/** The plugs of a component that answers requests. */
export class RequestPlugs {
  constructor(private readonly context: Pick<Context, 'plugs' | 'log'>) {}

  /** Tells the loggers of requests what happened to one. */
  tell(event: RequestEvent, request: Request, bytes = 0, seconds = 0): void {
    for (const plug of this.context.plugs('request-logger')) {
      plug.event(event, { ...request, 'bytes-sent': bytes, 'time-connected': Math.round(seconds) });
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
