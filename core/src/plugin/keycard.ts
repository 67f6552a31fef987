/**
 * A request to enter: who asks, from where, for what.
 * @example
 * ```ts
 * const keycard: Keycard = { id: '7', address: '192.0.2.9', user: 'bob', password: 'secret', path: '/live.ogg' };
 * ```
 */
export interface Keycard {
  readonly user?: string;
  /** Password in clear, as HTTP Basic gives it; never logged. */
  readonly password?: string;
  /** Token given in the URL or a header. */
  readonly token?: string;
  /** Address of the client. */
  readonly address: string;
  /** Path asked for, as `/live.ogg`; absent for logins to the manager. */
  readonly path?: string;
  /** Arguments in the query of the URL by name, decoded, the first where one is repeated; `token` is among them. */
  readonly arguments?: Readonly<Record<string, string>>;
  /** What the client says it is (user agent, worker name). */
  readonly agent?: string;
  /** Absent for who wants to listen or look; `source` for who sends a stream, `metadata` for who says what plays on it. */
  readonly purpose?: 'source' | 'metadata';
  /** Names the entry for later expiry; chosen by the asker. */
  readonly id: string;
}

/**
 * The keycard of somebody who is in, as its bouncer keeps it: without what was secret.
 * @example
 * ```ts
 * const stayed = ({ since }: HeldKeycard): number => (Date.now() - since) / 1000;
 * ```
 */
export interface HeldKeycard extends Omit<Keycard, 'password' | 'token' | 'arguments'> {
  /** Full id of the component that asked, `/flow/component`. */
  readonly component: string;
  /** When it was let in, in milliseconds since 1970. */
  readonly since: number;
}

/**
 * Somebody who is in has to leave: the time is over that the bouncer granted, or the bouncer changed its mind.
 * @example
 * ```ts
 * const told = ({ id, reason }: Ejection): string => `${id} has to leave: ${reason}`;
 * ```
 */
export interface Ejection {
  /** The keycard. */
  readonly id: string;
  readonly reason: 'expired' | 'ejected';
  /** In words, for the log. */
  readonly text: string;
}

/**
 * Somebody who was let in, and whom the bouncer knows to be in.
 * @example
 * ```ts
 * const enter = (context: Context, keycard: Keycard): Stay =>
 *   context.stay('members', keycard, 3600, ({ text }) => context.log.info(text));
 * ```
 */
export interface Stay {
  /** Tells the bouncer that this one has left. Call it once, also after an ejection. */
  leave(): void;
}

/**
 * A keycard that is let in.
 * @example
 * ```ts
 * const hour: Admitted = { admitted: true, duration: 3600 };
 * ```
 */
export interface Admitted {
  readonly admitted: true;
  /** Seconds the client may stay; unlimited when absent. */
  readonly duration?: number;
}

/**
 * A keycard that is not let in.
 * @example
 * ```ts
 * const no: Refused = { admitted: false, reason: 'wrong name or password', login: true };
 * ```
 */
export interface Refused {
  readonly admitted: false;
  /** In words, for the log and for who was refused: without secrets, and without what helps somebody to guess. */
  readonly reason: string;
  /** Another name or password could help: HTTP clients are asked for them (401); otherwise they are not (403). */
  readonly login?: boolean;
}

/**
 * What a bouncer says to a keycard. One that cannot judge throws: the asker has a policy for that.
 * @example
 * ```ts
 * const verdict = (known: boolean): Verdict => (known ? { admitted: true } : { admitted: false, reason: 'unknown' });
 * ```
 */
export type Verdict = Admitted | Refused;
