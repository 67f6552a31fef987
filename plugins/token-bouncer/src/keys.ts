import { readFile, stat } from 'node:fs/promises';
import type { PlugBase } from '@flumotion/core/plugin';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  errors,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
} from 'jose';

/** Largest set of keys that is read, in bytes. */
const MAX_SET = 1024 * 1024;
/** Milliseconds that fetching the keys may take. */
const FETCH_DEADLINE = 3000;
/** Milliseconds until a key that is not known may have the keys fetched again. */
const COOLDOWN = 30_000;
/** Milliseconds until keys that could not be fetched are fetched again. */
const RETRY = 10_000;
/** Id of the message about keys that cannot be had. */
const KEYS_MESSAGE = 'jwks';

/** Public keys from a file or a server. */
export interface Keys {
  /** Finds the key of a token. Rejects with an error that is none of jose's while there are no keys. */
  readonly find: JWTVerifyGetKey;
  /** Reads or fetches them for the first time. Never rejects: what fails is shown as a message. */
  open(): Promise<void>;
  close(): void;
}

type KeysContext = Pick<PlugBase, 'message' | 'clear'>;

/** Tells people whether the keys are there. */
class Notice {
  private shown = '';
  private over = false;

  constructor(
    private readonly context: KeysContext,
    private readonly where: string,
  ) {}

  good(): void {
    if (this.shown !== '') this.context.clear(KEYS_MESSAGE);
    this.shown = '';
  }

  /** Says no more. */
  close(): void {
    this.good();
    this.over = true;
  }

  /** @param held - whether there are older keys that count meanwhile. */
  bad(error: unknown, held: boolean): void {
    const reason = error instanceof Error ? error.message : String(error);
    const text = `the keys in ${this.where} cannot be had: ${reason}`;
    if (this.over || this.shown === text) return;
    this.shown = text;
    this.context.message({
      level: held ? 'warning' : 'error',
      id: KEYS_MESSAGE,
      text: held ? `${text}; those from before count meanwhile` : text,
      advice: 'they are tried again; a token-bouncer needs a JSON Web Key Set there',
    });
  }
}

/** Keys in a file that is read again when it changes. */
export class FileKeys implements Keys {
  private set: JWTVerifyGetKey | undefined;
  private stamp = '';
  private readonly notice: Notice;

  constructor(
    context: KeysContext,
    private readonly file: string,
  ) {
    this.notice = new Notice(context, file);
  }

  readonly find: JWTVerifyGetKey = async (header, token) => {
    await this.open();
    if (!this.set) throw new Error(`there are no keys in ${this.file}`);
    return this.set(header, token);
  };

  async open(): Promise<void> {
    try {
      const { mtimeMs, size, ino } = await stat(this.file);
      const stamp = [mtimeMs, size, ino].join(' ');
      if (stamp === this.stamp) return;
      if (size > MAX_SET) throw new Error(`it has ${size} bytes; at most ${MAX_SET} are read`);
      this.stamp = stamp;
      this.set = createLocalJWKSet(JSON.parse(await readFile(this.file, 'utf8')) as JSONWebKeySet);
      this.notice.good();
    } catch (error) {
      this.notice.bad(error, this.set !== undefined);
    }
  }

  close(): void {
    this.notice.close();
  }
}

/** Keys that a server has: fetched regularly, and when a token names one that is not known. */
export class ServerKeys implements Keys {
  private readonly set;
  private readonly notice: Notice;
  private timer: NodeJS.Timeout | undefined;
  private closed = false;

  /** @param refresh - milliseconds. */
  constructor(
    context: KeysContext,
    private readonly url: string,
    private readonly refresh: number,
  ) {
    this.notice = new Notice(context, url);
    this.set = createRemoteJWKSet(new URL(url), {
      // They are fetched by the timer: old keys are better than none while the server is away.
      cacheMaxAge: Infinity,
      cooldownDuration: COOLDOWN,
      timeoutDuration: FETCH_DEADLINE,
      [customFetch]: boundedFetch,
    });
  }

  readonly find: JWTVerifyGetKey = async (header, token) => {
    try {
      return await this.set(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSMultipleMatchingKeys || !this.set.jwks()) throw error;
      throw new errors.JWKSNoMatchingKey();
    }
  };

  async open(): Promise<void> {
    let wait = this.refresh;
    try {
      await this.set.reload();
      this.notice.good();
    } catch (error) {
      this.notice.bad(error, this.set.jwks() !== undefined);
      wait = Math.min(wait, RETRY);
    }
    if (this.closed) return;
    this.timer = setTimeout(() => void this.open(), wait);
    this.timer.unref();
  }

  close(): void {
    this.closed = true;
    this.notice.close();
    clearTimeout(this.timer);
  }
}

/** Fetches without believing how long the answer says it is. */
async function boundedFetch(...[url, options]: Parameters<typeof fetch>): Promise<Response> {
  const answer = await fetch(url, options);
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of (answer.body ?? []) as AsyncIterable<Uint8Array>) {
    length += part.length;
    if (length > MAX_SET) throw new Error(`the answer is longer than ${MAX_SET} bytes`);
    parts.push(part);
  }
  return new Response(Buffer.concat(parts), { status: answer.status });
}
