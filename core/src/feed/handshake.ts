import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod/v3';
import { FlumotionError } from '../errors';

/*
 * Three lines, the least with which both ends prove a shared secret over fresh nonces of both:
 *   feeder → eater   {"flumotion":"feed/1","nonce":F}
 *   eater → feeder   {"feed":…,"client":…,"nonce":E,"proof":HMAC(eater, feed, client, F, E)}
 *   feeder → eater   {"proof":HMAC(feeder, feed, client, F, E, caps),"caps":…}     and then the stream
 * The feeder speaks first, so that it reads a single line and the stream follows its second one with no more waiting.
 * The role in each proof keeps one from being sent back as the other; the nonces keep an old one from being used again.
 */

/** Most bytes of a greeting line, its newline included. */
export const MAX_LINE = 4096;

/** Milliseconds either end waits for a line of the other. */
export const LINE_DEADLINE = 5_000;

/** Most characters of caps in a greeting; what is longer goes with the feed alone. */
export const MAX_GREETING_CAPS = 2048;

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const name = z.string().min(1).max(512);
const helloShape = z.object({ flumotion: z.literal('feed/1'), nonce: hash });
const greetingShape = z.object({ feed: name, client: name, nonce: hash, proof: hash });
const welcomeShape = z.object({ proof: hash, caps: z.string().max(MAX_GREETING_CAPS).optional() });

/** The feeder's first line, with the nonce it must remember for this connection alone. */
export function makeHello(): { readonly line: string; readonly nonce: string } {
  const nonce = randomBytes(32).toString('hex');
  return { nonce, line: lineOf({ flumotion: 'feed/1', nonce }) };
}

/** What an eater says of itself. */
export interface EaterIdentity {
  /** Full id of the feed it wants. */
  readonly feed: string;
  readonly secret: string;
  /** Full id of the eating component and alias. */
  readonly client: string;
}

/** The eater's line, and the check of what the feeder answers to it. */
export interface Answer {
  readonly line: string;
  /**
   * Answers the caps text the feeder knows, if any.
   * @throws FlumotionError `feed-greeting-invalid` when the feeder does not know the secret.
   */
  accept(welcome: string): string | undefined;
}

/**
 * Answers the feeder's hello.
 * @throws FlumotionError `feed-greeting-invalid` when it is not one.
 */
export function answerHello(hello: string, { feed, secret, client }: EaterIdentity): Answer {
  const theirs = parse(helloShape, hello, 'hello').nonce;
  const nonce = randomBytes(32).toString('hex');
  return {
    line: lineOf({ feed, client, nonce, proof: proof(secret, ['eater', feed, client, theirs, nonce]) }),
    accept: (welcome) => {
      const said = parse(welcomeShape, welcome, 'welcome');
      const expected = proof(secret, ['feeder', feed, client, theirs, nonce, said.caps ?? null]);
      if (!same(expected, said.proof)) throw refused('the feeder does not know the secret of the feed');
      return said.caps;
    },
  };
}

/** A greeting whose proof is right. */
export interface Guest {
  readonly client: string;
  /** Makes the last line. */
  welcome(caps: string | undefined): string;
}

/**
 * Judges the eater's greeting.
 * @param feeds ids under which the feed is offered
 * @throws FlumotionError `feed-greeting-invalid` for another form, feed or secret, or an old nonce.
 */
export function checkGreeting(
  line: string,
  { feeds, secret, nonce }: { feeds: readonly string[]; secret: string; nonce: string },
): Guest {
  const said = parse(greetingShape, line, 'greeting');
  const expected = proof(secret, ['eater', said.feed, said.client, nonce, said.nonce]);
  if (!same(expected, said.proof)) throw refused('the secret is wrong or the greeting is an old one');
  if (!feeds.includes(said.feed))
    throw refused(`feed ${said.feed} is not offered here, only ${feeds.join(', ')}`);
  return {
    client: said.client,
    welcome: (caps) =>
      lineOf({
        proof: proof(secret, ['feeder', said.feed, said.client, nonce, said.nonce, caps ?? null]),
        ...(caps === undefined ? {} : { caps }),
      }),
  };
}

function proof(secret: string, parts: readonly (string | null)[]): string {
  if (secret === '') throw refused('the feed has no secret');
  return createHmac('sha256', secret).update(JSON.stringify(parts)).digest('hex');
}

function same(expected: string, said: string): boolean {
  return timingSafeEqual(Buffer.from(expected, 'hex'), Buffer.from(said, 'hex'));
}

function parse<T>(shape: z.ZodType<T>, line: string, what: string): T {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw refused(`the ${what} is not a line of JSON`);
  }
  const result = shape.safeParse(value);
  if (!result.success) {
    const issue = result.error.issues[0];
    throw refused(`the ${what} has another form: ${issue?.path.join('.')} ${issue?.message}`);
  }
  return result.data;
}

function lineOf(value: object): string {
  return `${JSON.stringify(value)}\n`;
}

function refused(reason: string): FlumotionError {
  return FlumotionError.of('feed-greeting-invalid', { reason });
}
