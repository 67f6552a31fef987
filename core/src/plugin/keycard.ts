/** A request to enter: who asks, from where, for what. */
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
  /** What the client says it is (user agent, worker name). */
  readonly agent?: string;
  /** Names the entry for later expiry; chosen by the asker. */
  readonly id: string;
}

/** What a bouncer says to a keycard. */
export type Verdict =
  | {
      readonly admitted: true;
      /** Seconds the client may stay; unlimited when absent. */ readonly duration?: number;
    }
  | { readonly admitted: false; /** For the log, in words. */ readonly reason: string };
