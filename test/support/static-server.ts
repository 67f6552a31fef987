import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, extname, join } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.ts': 'video/mp2t',
  '.m4s': 'video/iso.segment',
  '.mp4': 'video/mp4',
};

/** A plain web server over folders, as people put in front of HLS; what is posted to it is kept. */
export class StaticServer {
  readonly posted: string[] = [];
  private readonly server: Server;

  /**
   * @param folders - folder by first part of the path.
   * @param pages - text by path.
   */
  constructor(
    private readonly folders: Readonly<Record<string, string>>,
    private readonly pages: Readonly<Record<string, string | Buffer>> = {},
  ) {
    this.server = createServer((request, response) => {
      if (request.method === 'POST') {
        let body = '';
        request.on('data', (chunk: Buffer) => (body += chunk.toString()));
        request.on('end', () => {
          this.posted.push(body);
          response.end();
        });
        return;
      }
      void this.file(request.url ?? '/').then((data) => {
        const type = TYPES[extname(request.url ?? '')] ?? 'application/octet-stream';
        response.writeHead(data === undefined ? 404 : 200, { 'Content-Type': type });
        response.end(data);
      });
    });
  }

  /** Starts on a free port. @returns the URL, without a slash at the end. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async file(url: string): Promise<string | Buffer | undefined> {
    const page = this.pages[url];
    if (page !== undefined) return page;
    const [, first = '', name = ''] = url.split('/');
    const folder = this.folders[first];
    return folder === undefined ? undefined : readFile(join(folder, basename(name))).catch(() => undefined);
  }
}
