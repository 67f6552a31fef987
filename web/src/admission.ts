import { randomUUID } from 'node:crypto';
import type { Ejection, Keycard, Refused, Stay } from '@flumotion/core/plugin';
import { neighbourhood } from './address';
import type { Fields } from './answer';
import type { RefusalStat } from './declaration';
import type { Guard } from './guard';
import type { RequestHead } from './head';
import type { DoorSettings } from './settings';
import { SlowDown } from './slow-down';

/** A request that is not given what it asked for. */
export interface Refusal {
  readonly status: number;
  /** For the one who asked. */
  readonly reason: string;
  readonly fields: Fields;
  readonly stat: RefusalStat;
  /** Name that was given, for the log. */
  readonly user?: string | undefined;
}

/** A request that is given what it asked for. */
export interface Admission<Given> {
  readonly given: Given;
  /** Names it: its keycard, where somebody judged it. */
  readonly id: string;
  /** Seconds it may stay; undefined for no limit. */
  readonly duration: number | undefined;
  /** Why its stay ends when that time is over: a limit of the component, or what it was granted. */
  readonly ends: 'limit' | 'expired';
  /** Name it gave to the bouncer. */
  readonly user: string | undefined;
  /**
   * Lets whoever judged know that it is in, until the stay is left. Call it once, when it really is.
   * @param ejected - told when it has to leave, at most once.
   * @param granted - told for how many seconds from now on it may stay, when it was judged again.
   */
  readonly enter: (ejected: (ejection: Ejection) => void, granted?: (seconds: number) => void) => Stay;
}

/** What admission has to know of the rest. */
export interface House<Given> {
  readonly settings: () => DoorSettings;
  /** What is given, once there is something to send; undefined before. */
  readonly ready: () => Given | undefined;
  /** What one listener takes at the moment, in bits per second. */
  readonly bitrate: () => number;
  /** Who judges listeners; undefined when it is open to all. */
  readonly guard: Guard | undefined;
  readonly warn: (text: string) => void;
}

/** Longest token that is passed to a bouncer. */
const MAX_TOKEN = 4096;
/** Longest reason of a bouncer that is passed on. */
const MAX_REASON = 300;

const NO_STAY: Stay = { leave: () => undefined };

/** Decides who is let in, and holds a place for each until `leave`. */
export class Admissions<Given> {
  /** Places by whom their addresses count as: who has a whole network of IPv6 addresses counts once. */
  private readonly places = new Map<string, number>();
  private readonly slowDown = new SlowDown();
  private count = 0;
  private entered = 0;

  constructor(private readonly house: House<Given>) {}

  /** Places taken, of listeners and of those being judged. */
  get taken(): number {
    return this.count;
  }

  /**
   * Judges a valid request. When it is admitted a place is taken, which `leave` gives back.
   * @param listens - whether it is going to stay (GET) or only asks (HEAD); who only asks takes no place afterwards.
   * @param purpose - what it wants, when it does not listen.
   */
  async judge(
    head: RequestHead,
    address: string,
    listens: boolean,
    purpose?: Keycard['purpose'],
  ): Promise<Admission<Given> | Refusal> {
    if (this.house.ready() === undefined) return notReady();
    const keycard = this.house.guard && keycardOf(head, address, purpose);
    const { user } = keycard ?? {};
    // Before a place is taken: who has to wait takes none away from others.
    if (keycard && hasLogin(keycard) && !(await this.slowDown.admit(address, user ?? '')))
      return { ...TOO_MANY, user };
    const full = this.overLimit(address);
    if (full) return this.overflow(full, head);
    this.enter(address);
    const verdict = await this.ask(head, address, keycard);
    const given = this.house.ready();
    const admitted = given !== undefined && !('status' in verdict);
    if (!admitted || !listens) this.leave(address);
    return admitted ? { given, ...verdict } : 'status' in verdict ? { ...verdict, user } : notReady();
  }

  /**
   * Takes a place for somebody who was judged before, and whose time is not over, without asking again.
   * @returns the refusal when there is no place or nothing to give.
   */
  reenter(head: RequestHead, address: string): Refusal | undefined {
    if (this.house.ready() === undefined) return notReady();
    const full = this.overLimit(address);
    if (full) return this.overflow(full, head);
    this.enter(address);
    return undefined;
  }

  /** Judges somebody again who has a place, and whose time is over; limits are not looked at. The place stays. */
  async renew(head: RequestHead, address: string): Promise<Omit<Admission<Given>, 'given'> | Refusal> {
    return this.ask(head, address);
  }

  /** Gives back the place of a listener that left. */
  leave(address: string): void {
    const from = neighbourhood(address);
    const left = (this.places.get(from) ?? 0) - 1;
    if (left > 0) this.places.set(from, left);
    else this.places.delete(from);
    this.count--;
  }

  private enter(address: string): void {
    const from = neighbourhood(address);
    this.places.set(from, (this.places.get(from) ?? 0) + 1);
    this.count++;
  }

  private overLimit(address: string): string | undefined {
    const { clientLimit, addressLimit, bandwidthLimit } = this.house.settings();
    if (this.count >= clientLimit) return 'all places are taken';
    if (bandwidthLimit !== undefined && (this.count + 1) * this.house.bitrate() >= bandwidthLimit) {
      return 'all bandwidth is taken';
    }
    if (addressLimit > 0 && (this.places.get(neighbourhood(address)) ?? 0) >= addressLimit) {
      return 'your address has as many connections as it may';
    }
    return undefined;
  }

  private overflow(reason: string, { target }: Pick<RequestHead, 'target'> = { target: '' }): Refusal {
    const { redirect } = this.house.settings();
    const stat = 'refused-full';
    if (redirect === undefined)
      return { status: 503, reason: `${reason}; try again later`, fields: { 'Retry-After': '30' }, stat };
    // Tokens are for this server alone.
    const query = redirect.startsWith('/') && target.includes('?') ? target.slice(target.indexOf('?')) : '';
    return {
      status: 302,
      reason: `${reason}; use ${redirect}`,
      fields: { Location: `${redirect}${query}` },
      stat,
    };
  }

  private async ask(
    head: RequestHead,
    address: string,
    keycard = this.house.guard && keycardOf(head, address),
  ): Promise<Omit<Admission<Given>, 'given'> | Refusal> {
    const { allowDefault, realm, duration } = this.house.settings();
    const { guard } = this.house;
    const own = {
      id: keycard?.id ?? String(++this.entered),
      duration,
      ends: 'limit',
      enter: () => NO_STAY,
    } as const;
    if (!guard || !keycard) return { ...own, user: undefined };
    const { user } = keycard;
    try {
      const verdict = await guard.judge(keycard);
      if (hasLogin(keycard)) this.slowDown.judged(keycard.address, user ?? '', verdict.admitted);
      if (!verdict.admitted) return refusal(verdict, realm);
      const granted = verdict.duration;
      return {
        id: keycard.id,
        duration: granted ?? duration,
        ends: granted === undefined ? 'limit' : 'expired',
        user,
        enter: (ejected, prolonged) => guard.enter(keycard, granted, ejected, prolonged),
      };
    } catch (error) {
      this.house.warn(
        `the ${guard.name} cannot be asked: ${error instanceof Error ? error.message : String(error)}`,
      );
      if (allowDefault) return { ...own, user: undefined };
      return {
        status: 503,
        reason: 'nobody can judge your request now; try again later',
        fields: { 'Retry-After': '10' },
        stat: 'refused-login',
      };
    }
  }
}

const TOO_MANY: Refusal = {
  status: 429,
  reason: 'too many logins from your address have failed; try again later',
  fields: { 'Retry-After': '10' },
  stat: 'refused-login',
};

/**
 * Whether a keycard has something that can be guessed. A token cannot: it is signed or long, and it names nobody, so bad
 * ones would hold up the good ones behind the same address.
 */
function hasLogin({ password }: Keycard): boolean {
  return password !== undefined;
}

/** Asks for name and password where they could help; browsers would ask in vain elsewhere. */
function refusal({ reason: given, login }: Refused, realm: string): Refusal {
  const reason = given.slice(0, MAX_REASON).replaceAll(/[^\x20-\x7e]/gu, '?');
  if (login !== true) return { status: 403, reason, fields: {}, stat: 'refused-login' };
  const shown = realm.replaceAll(/[^\x20-\x7e]|["\\]/g, '');
  return {
    status: 401,
    reason: `${reason}; give a valid name and password`,
    fields: { 'WWW-Authenticate': `Basic realm="${shown}", charset="UTF-8"` },
    stat: 'refused-login',
  };
}

function notReady(): Refusal {
  return {
    status: 503,
    reason: 'the stream has not begun; try again in a moment',
    fields: { 'Retry-After': '2' },
    stat: 'refused-not-ready',
  };
}

function keycardOf(
  { fields, query, path }: RequestHead,
  address: string,
  purpose?: Keycard['purpose'],
): Keycard {
  const [, scheme = '', credentials = ''] = /^(\S+) +(\S+)$/.exec(fields.get('authorization') ?? '') ?? [];
  const basic = scheme.toLowerCase() === 'basic' ? Buffer.from(credentials, 'base64').toString() : undefined;
  const colon = basic?.indexOf(':') ?? -1;
  const token = scheme.toLowerCase() === 'bearer' ? credentials : query.get('token')?.slice(0, MAX_TOKEN);
  const agent = fields.get('user-agent');
  // The first of several counts, as everywhere else; a name of Object's own is a name like others.
  const given = new Map<string, string>();
  for (const [name, value] of query) if (!given.has(name)) given.set(name, value);
  return {
    id: randomUUID(),
    address,
    path,
    ...(query.size === 0 ? {} : { arguments: Object.fromEntries(given) }),
    ...(basic !== undefined && colon >= 0
      ? { user: basic.slice(0, colon), password: basic.slice(colon + 1) }
      : {}),
    ...(token === undefined ? {} : { token }),
    ...(agent === undefined ? {} : { agent }),
    ...(purpose === undefined ? {} : { purpose }),
  };
}
