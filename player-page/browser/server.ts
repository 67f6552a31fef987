import { wholeUrl, type Facts } from './facts.js';

/** What the server says of the stream. */
export interface ServerState {
  /** Media flow just now. */
  readonly live: boolean;
  readonly type?: string;
  readonly codecs?: readonly string[];
  readonly listeners?: number;
  /** What is playing. */
  readonly title?: string;
  /** Seconds until it should be asked again. */
  readonly refresh?: number;
}

/** Milliseconds in which the server has to answer. */
const DEADLINE = 8000;

/** Asks the server about the stream. */
export class Server {
  readonly streamUrl: string;

  constructor(private readonly facts: Facts) {
    this.streamUrl = wholeUrl(facts.stream);
  }

  /** What the server says; what the page says where the server tells nothing; undefined when it cannot be reached. */
  async state(): Promise<ServerState | undefined> {
    const { state, contentType, codecs } = this.facts;
    const known = { live: true, ...(contentType && { type: contentType }), ...(codecs && { codecs }) };
    if (state === undefined) return known;
    try {
      const response = await fetch(wholeUrl(state), {
        cache: 'no-store',
        signal: AbortSignal.timeout(DEADLINE),
      });
      if (response.ok) return (await response.json()) as ServerState;
      return contentType === undefined ? undefined : known;
    } catch {
      // A stream of another server may be there although its state is not.
      return contentType === undefined ? undefined : known;
    }
  }

  /** The status with which the stream would be answered; 0 when the server cannot be reached. */
  async status(): Promise<number> {
    try {
      const signal = AbortSignal.timeout(DEADLINE);
      return (await fetch(this.streamUrl, { method: 'HEAD', cache: 'no-store', signal })).status;
    } catch {
      return 0;
    }
  }
}
