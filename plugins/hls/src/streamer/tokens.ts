import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** What a valid token says. */
export interface Token {
  readonly id: string;
  /** Until when its holder has been let in, in milliseconds since 1970. */
  readonly until: number;
}

const FORM = /^([\w-]{16})\.([0-9a-z]{1,11})\.([\w-]{43})$/;

/** Signs what players show to be known again. A token is good for one mount point only, and holds nothing of the player's. */
export class Tokens {
  private readonly key: string | Buffer;

  /**
   * @param key - undefined for one made now, which nobody knows.
   */
  constructor(
    key: string | undefined,
    private readonly mount: string,
  ) {
    this.key = key ?? randomBytes(32);
  }

  /** A name for a new session, which cannot be guessed. */
  static newId(): string {
    return randomBytes(12).toString('base64url');
  }

  /** Text that holds letters, digits, `-`, `_` and `.` only. */
  write({ id, until }: Token): string {
    const time = Math.round(until).toString(36);
    return `${id}.${time}.${this.signature(id, time).toString('base64url')}`;
  }

  /** What a text says; undefined when it was not written here. Its time may be over. */
  read(text: string): Token | undefined {
    const [, id, time, signature] = FORM.exec(text) ?? [];
    if (id === undefined || time === undefined || signature === undefined) return undefined;
    const given = Buffer.from(signature, 'base64url');
    const right = this.signature(id, time);
    if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
    return { id, until: parseInt(time, 36) };
  }

  private signature(id: string, time: string): Buffer {
    return createHmac('sha256', this.key).update(`${id}:${time}:${this.mount}`).digest();
  }
}
