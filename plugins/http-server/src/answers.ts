import type { ServerResponse } from 'node:http';
import type { NoFile, OpenFile, PageAnswer } from '@flumotion/core/plugin';
import type { Fields, Refusal, RequestHead, Visit } from '@flumotion/web';
import type { Range } from './ranges';
import { replyTo } from './reply';
import { sendBody } from './send';
import type { Sources } from './sources';

/** What there is to a request that was admitted, for those who are told when it has ended. */
export interface Work {
  /** The file that was opened for it. */
  file?: Pick<OpenFile, 'size' | 'cached'>;
  range?: Range | undefined;
  /** Bytes of the body that were written. */
  sent: number;
}

/** What answering needs of the rest. */
export interface AnswersHost {
  readonly sources: Sources;
  /** The mount point, as in the settings. */
  readonly mount: () => string;
  /** Whether somebody judges who is let in, so that no shared cache may keep an answer. */
  readonly guarded: boolean;
  /** Header fields that plugs set. */
  readonly fields: (head: RequestHead) => Fields;
  readonly refuse: (response: ServerResponse, refusal: Refusal) => void;
  /** Told when an answer begins. */
  readonly begins: (visit: Visit, work: Work, status: number) => void;
  readonly sent: (bytes: number) => void;
}

const REFUSALS: Readonly<Record<NoFile['missing'], Refusal>> = {
  'not-found': { status: 404, reason: 'there is no such file', fields: {}, stat: 'refused-invalid' },
  forbidden: { status: 403, reason: 'this file may not be read', fields: {}, stat: 'refused-invalid' },
  unavailable: {
    status: 503,
    reason: 'the file cannot be had now; try again later',
    fields: { 'Retry-After': '5' },
    stat: 'refused-not-ready',
  },
};

/** Answers requests that were admitted: with a plug's page, or with a file. */
export class Answers {
  constructor(private readonly host: AnswersHost) {}

  /** @param path - below the mount point; undefined when it is none that may be served. */
  async give(response: ServerResponse, visit: Visit, path: string | undefined, work: Work): Promise<void> {
    if (path === undefined) {
      this.lacks(response, visit, work, { missing: 'not-found', reason: 'this path is never served' });
      return;
    }
    const { sources } = this.host;
    const { query, fields } = visit.head;
    const page = await sources.page({ method: 'GET', path, query, base: this.base(visit), fields });
    if (page) {
      this.givePage(response, visit, work, page);
      return;
    }
    const file = await sources.open(path);
    if ('missing' in file) {
      this.lacks(response, visit, work, file);
      return;
    }
    work.file = file;
    try {
      await this.giveFile(response, visit, path, work, file);
    } finally {
      file.close();
    }
  }

  private async giveFile(
    response: ServerResponse,
    visit: Visit,
    path: string,
    work: Work,
    file: OpenFile,
  ): Promise<void> {
    const { query, fields, method } = visit.head;
    const headOnly = method === 'HEAD';
    const reply = await replyTo(file, { path, query, fields: Object.fromEntries(fields), headOnly });
    const given = reply.status === 200 || reply.status === 206;
    response.writeHead(reply.status, {
      'Cache-Control': this.host.guarded ? 'private, max-age=0' : 'public, max-age=0',
      ...reply.fields,
      ...(given ? this.host.fields(visit.head) : {}),
    });
    work.range = reply.range;
    this.host.begins(visit, work, reply.status);
    if (!headOnly && reply.body.length > 0) {
      const pace = await this.host.sources.pace(path);
      // The first bytes may be long in coming.
      if (pace) response.flushHeaders();
      try {
        await sendBody(response, file, reply.body, pace, (bytes) => this.sent(work, bytes));
      } catch (error) {
        visit.note = error instanceof Error ? error.message : String(error);
        response.destroy();
        return;
      }
    }
    response.end();
  }

  private givePage(response: ServerResponse, visit: Visit, work: Work, page: PageAnswer): void {
    const body = Buffer.from(page.body as string);
    const fields = { ...page.fields, ...this.host.fields(visit.head), 'Content-Length': body.length };
    response.writeHead(page.status, fields);
    this.host.begins(visit, work, page.status);
    if (visit.head.method === 'HEAD') {
      response.end();
      return;
    }
    this.sent(work, body.length);
    response.end(body);
  }

  private lacks(response: ServerResponse, visit: Visit, work: Work, { missing, reason }: NoFile): void {
    const refusal = REFUSALS[missing];
    this.host.refuse(response, refusal);
    visit.note = reason;
    this.host.begins(visit, work, refusal.status);
  }

  private sent(work: Work, bytes: number): void {
    work.sent += bytes;
    this.host.sent(bytes);
  }

  /** URL of the mount point as the client sees it. */
  private base({ head, secure }: Visit): string {
    return `${secure ? 'https' : 'http'}://${head.fields.get('host') ?? 'localhost'}${encodeURI(this.host.mount())}/`;
  }
}
