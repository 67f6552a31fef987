import { setTimeout as delay } from 'node:timers/promises';
import type { Readable } from 'node:stream';
import { sameFile, type EntryFacts } from '../cache/trailer';
import type { Direct } from '../cache/cached-file';
import type { TransferSource } from '../cache/transfer';
import type { Upstream, UpstreamAnswer } from './upstream';

/** Times that a reading which broke is taken up again. */
const MOST_RESUMES = 20;
/** Milliseconds that an answer may take to begin. */
const DEADLINE = 10_000;
/** Milliseconds before it is taken up, growing to a second. */
const PAUSE = 50;

/** The file on its server is no longer the one that was begun. */
class Changed extends Error {}

/** What the head of an answer says of a file; undefined when it does not say how long it is. */
export function factsOf(key: string, { fields }: UpstreamAnswer): EntryFacts | undefined {
  const { 'content-length': length = '', 'last-modified': modified, etag, 'content-type': type } = fields;
  if (!/^\d{1,15}$/.test(length)) return undefined;
  const time = Date.parse(modified ?? '');
  return {
    key,
    size: Number(length),
    modified: Number.isNaN(time) ? undefined : time,
    etag: etag !== undefined && /^(?:W\/)?"[\x21\x23-\x7e]{0,200}"$/.test(etag) ? etag : undefined,
    type: type !== undefined && /^[\x20-\x7e]{1,200}$/.test(type) ? type : undefined,
  };
}

/** Reads a file from its servers, one request after another where one breaks. */
export class RemoteFile implements Direct {
  private readonly abort = new AbortController();

  constructor(
    private readonly upstream: Upstream,
    private readonly url: string,
    private readonly facts: EntryFacts,
  ) {}

  /** @throws Error when it has changed there, or broke too often. */
  async *read(from: number, to: number): AsyncGenerator<Uint8Array> {
    yield* this.resume(from, to, 0);
  }

  /** Reads on from an answer that has begun. */
  async *readAll(body: Readable, signal: AbortSignal): AsyncGenerator<Uint8Array> {
    let at = 0;
    const stop = (): void => this.close();
    signal.addEventListener('abort', stop);
    try {
      for await (const bytes of body as AsyncIterable<Buffer>) {
        at += bytes.length;
        yield bytes;
      }
    } catch (error) {
      signal.throwIfAborted();
      if (this.validator() === undefined) throw error;
    } finally {
      signal.removeEventListener('abort', stop);
    }
    if (at < this.facts.size) yield* this.resume(at, this.facts.size, 1);
  }

  close(): void {
    this.abort.abort(new Error('nobody needs the file any more'));
  }

  private async *resume(from: number, to: number, resumes: number): AsyncGenerator<Uint8Array> {
    for (let at = from, broke = resumes; at < to; broke++) {
      try {
        for await (const bytes of this.part(at, to)) {
          at += bytes.length;
          yield bytes;
        }
        if (at < to) throw new Error('the server ended the file early');
      } catch (error) {
        this.abort.signal.throwIfAborted();
        if (error instanceof Changed || broke >= MOST_RESUMES) throw error;
        await delay(Math.min(1000, PAUSE * 2 ** broke));
      }
    }
  }

  private async *part(from: number, to: number): AsyncGenerator<Uint8Array> {
    const validator = this.validator();
    const fields = {
      range: `bytes=${from}-${to - 1}`,
      ...(validator === undefined ? {} : { 'if-range': validator }),
    };
    const answer = await this.upstream.get(this.url, fields, DEADLINE, this.abort.signal);
    let skip = this.offset(answer, from);
    if (skip === undefined) {
      answer.body.destroy();
      throw new Changed('the file has changed on its server');
    }
    let left = to - from;
    for await (const bytes of answer.body as AsyncIterable<Buffer>) {
      const useful = bytes.subarray(Math.min(skip, bytes.length)).subarray(0, left);
      skip = Math.max(0, skip - bytes.length);
      left -= useful.length;
      if (useful.length > 0) yield useful;
      if (left === 0) return;
    }
  }

  /** Bytes of an answer before those that were asked for; undefined when it is about another file. */
  private offset(answer: UpstreamAnswer, from: number): number | undefined {
    const { status, fields } = answer;
    if (status === 200) {
      const facts = factsOf(this.url, answer);
      return facts && sameFile(facts, this.facts) ? from : undefined;
    }
    const [, first, size] = /^bytes (\d+)-\d+\/(\d+)$/.exec(fields['content-range'] ?? '') ?? [];
    return status === 206 && Number(first) === from && Number(size) === this.facts.size ? 0 : undefined;
  }

  /** What tells a server which state of the file is meant. */
  private validator(): string | undefined {
    const { etag, modified } = this.facts;
    if (etag?.startsWith('"') === true) return etag;
    return modified === undefined ? undefined : new Date(modified).toUTCString();
  }
}

/** Where a copy of a file is made from whose answer has begun. */
export function transferFrom(remote: RemoteFile, body: Readable): TransferSource {
  return {
    all: (signal) => remote.readAll(body, signal),
    close: () => {
      body.destroy();
      remote.close();
    },
  };
}
