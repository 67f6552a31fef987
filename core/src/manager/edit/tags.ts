import { FlumotionError } from '../../errors';

/** Who changed something last. */
interface LastChange {
  readonly by: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly etag: string;
}

/** Compares the states that people mean with those that are, and remembers who made these. */
export class Tags {
  private readonly last = new Map<string, LastChange>();

  /**
   * Lets a change pass that means the state that is.
   * @param what what is changed, as `flow main`.
   * @param given value of the header If-Match.
   * @param etag tag of what is.
   * @throws FlumotionError `precondition-required` without a header, `changed-meanwhile` when it means another state.
   */
  demand(what: string, given: string | undefined, etag: string): void {
    if (given === undefined) throw FlumotionError.of('precondition-required', { what });
    this.allow(what, given, etag);
  }

  /** The same where the header may be left out. @throws FlumotionError `changed-meanwhile`. */
  allow(what: string, given: string | undefined, etag: string): void {
    if (given === undefined) return;
    const meant = given.split(',').map((tag) => tag.trim());
    if (meant.includes('*') || meant.includes(etag)) return;
    const last = this.last.get(what);
    const who = last?.etag === etag ? `, by ${last.by} at ${new Date(last.time).toISOString()}` : '';
    throw FlumotionError.of('changed-meanwhile', { what, who });
  }

  /** Who made a state of something; undefined when that is not known. */
  authorOf(what: string, etag: string): string | undefined {
    const last = this.last.get(what);
    return last?.etag === etag ? last.by : undefined;
  }

  /** Remembers who made the states that are now and were not before: tags by what they are of. */
  note(by: string, before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): void {
    for (const [what, etag] of now) {
      if (before.get(what) !== etag) this.last.set(what, { by, time: Date.now(), etag });
    }
    for (const what of this.last.keys()) if (!now.has(what)) this.last.delete(what);
  }
}
