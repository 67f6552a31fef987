import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { later } from './rig';

/** What a server of files does with a request, in place of answering it well. */
export type Whim = (request: IncomingMessage, response: ServerResponse) => boolean;

/** A server of one file, as providers find them upstream. */
export interface Origin {
  readonly port: number;
  /** Requests that came, as `GET path range condition`. */
  readonly asked: string[];
  /** Host fields that came. */
  readonly hosts: (string | undefined)[];
  content: Buffer;
  etag: string | undefined;
  modified: string | undefined;
  fields: Record<string, string>;
  /** Bytes after which answers break off; and how many answers still do. */
  breaks: { after: number; times: number };
  whim: Whim | undefined;
  close(): Promise<void>;
}

/** Starts such a server on a free port. */
export async function origin(content: Buffer, port = 0): Promise<Origin> {
  const server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  later(close);
  const self: Origin = {
    port: (server.address() as AddressInfo).port,
    asked: [],
    hosts: [],
    content,
    etag: '"one"',
    modified: new Date(1e12).toUTCString(),
    fields: {},
    breaks: { after: 0, times: 0 },
    whim: undefined,
    close,
  };

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const { range, 'if-none-match': tag, 'if-modified-since': since, 'if-range': ifRange } = request.headers;
    self.asked.push([request.url, range, tag ?? since].filter(Boolean).join(' '));
    self.hosts.push(request.headers.host);
    if (self.whim?.(request, response) === true) return;
    const fields = {
      'Content-Type': 'video/mp4',
      ...(self.etag === undefined ? {} : { ETag: self.etag }),
      ...(self.modified === undefined ? {} : { 'Last-Modified': self.modified }),
      ...self.fields,
    };
    if (tag !== undefined ? tag === self.etag : since !== undefined && since === self.modified) {
      response.writeHead(304, fields).end();
      return;
    }
    const size = self.content.length;
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
    const part =
      first !== undefined && (ifRange === undefined || ifRange === self.etag || ifRange === self.modified);
    const from = part ? Number(first) : 0;
    const to = part ? Math.min(Number(last), size - 1) + 1 : size;
    response.writeHead(part ? 206 : 200, {
      ...fields,
      ...(part ? { 'Content-Range': `bytes ${from}-${to - 1}/${size}` } : {}),
      'Content-Length': to - from,
    });
    if (self.breaks.times > 0 && to - from > self.breaks.after) {
      self.breaks.times--;
      response.write(self.content.subarray(from, from + self.breaks.after), () => response.destroy());
    } else response.end(self.content.subarray(from, to));
  }
  return self;
}
