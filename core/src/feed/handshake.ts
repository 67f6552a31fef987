import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod/v3';
import { FlumotionError } from '../errors';

/*
 * Three lines, the least with which both ends prove a shared secret over fresh nonces of both:
 *   feeder → eater   {"flumotion":"feed/1","nonce":F}
 *   eater → feeder   {"feed":…,"client":…,"nonce":E,"proof":HMAC(eater, feed, client, F, E)}
 *   feeder → eater   {"proof":HMAC(feeder, feed, client, F, E, caps),"caps":…}     and then the stream
 * An eater on the same machine may add "memory":true. Of raw pictures, the feeder may then answer with "memory":path, which
 * its proof covers too: the stream is in shared memory, and the connection only shows that both are there.
 * The feeder speaks first, so that it reads a single line and the stream follows its second one with no more waiting.
 * The role in each proof keeps one from being sent back as the other; the nonces keep an old one from being used again.
 */

/** Most bytes of a greeting line, its newline included. */
export const MAX_LINE = 4096;

/** Milliseconds either end waits for a line of the other. */
export const LINE_DEADLINE = 5_000;

/** Most characters of caps in a greeting; what is longer goes with the feed alone. */
export const MAX_GREETING_CAPS = 2048;

/** Most characters of the path of a unix socket. */
const MAX_PATH = 107;

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const name = z.string().min(1).max(512);
const helloShape = z.object({ flumotion: z.literal('feed/1'), nonce: hash });
const greetingShape = z.object({
  feed: name,
  client: name,
  nonce: hash,
  proof: hash,
  memory: z.boolean().optional(),
});
const welcomeShape = z.object({
  proof: hash,
  caps: z.string().max(MAX_GREETING_CAPS).optional(),
  memory: z.string().max(MAX_PATH).optional(),
});

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
  /** Whether it can read raw pictures from shared memory. */
  readonly memory?: boolean;
}

/** What a feeder says of the stream. */
export interface Welcome {
  /** Caps text, if the feeder knows it. */
  readonly caps: string | undefined;
  /** Where the stream is to be had in shared memory; it comes over the connection when there is none. */
  readonly memory: string | undefined;
}

/** The eater's line, and the check of what the feeder answers to it. */
export interface Answer {
  readonly line: string;
  /** Reads the feeder's answer. @throws FlumotionError `feed-greeting-invalid` when the feeder does not know the secret. */
  accept(welcome: string): Welcome;
}

/**
 * Answers the feeder's hello.
 * @throws FlumotionError `feed-greeting-invalid` when it is not one.
 */
export function answerHello(hello: string, { feed, secret, client, memory }: EaterIdentity): Answer {
  const theirs = parse(helloShape, hello, 'hello').nonce;
  const nonce = randomBytes(32).toString('hex');
  return {
    line: lineOf({
      ...{ feed, client, nonce, proof: proof(secret, ['eater', feed, client, theirs, nonce]) },
      ...(memory ? { memory } : {}),
    }),
    accept: (welcome) => {
      const said = parse(welcomeShape, welcome, 'welcome');
      const expected = proof(secret, ['feeder', feed, client, theirs, nonce, ...offered(said)]);
      if (!same(expected, said.proof)) throw refused('the feeder does not know the secret of the feed');
      return { caps: said.caps, memory: said.memory };
    },
  };
}

/** A greeting whose proof is right. */
export interface Guest {
  readonly client: string;
  /** Whether it can read raw pictures from shared memory. */
  readonly memory: boolean;
  /** Makes the last line. */
  welcome(caps: string | undefined, memory?: string): string;
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
    memory: said.memory === true,
    welcome: (caps, memory) => {
      const parts = ['feeder', said.feed, said.client, nonce, said.nonce, ...offered({ caps, memory })];
      return lineOf({
        proof: proof(secret, parts),
        ...(caps === undefined ? {} : { caps }),
        ...(memory === undefined ? {} : { memory }),
      });
    },
  };
}

function offered({ caps, memory }: Partial<Welcome>): (string | null)[] {
  return memory === undefined ? [caps ?? null] : [caps ?? null, memory];
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
