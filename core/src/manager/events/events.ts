import { EventRing } from './ring';

/** What happens in the planet, in order, for everybody who wants to hear it; the last events are kept. */
export class Events {
  private readonly listeners = new Set<() => void>();

  constructor(
    /** What was told last. */
    readonly ring: EventRing = new EventRing(),
  ) {}

  /**
   * Tells of something that happened.
   * @param type - as in docs/manager-api.md: `component`, `flow`, `audit`.
   * @param options - `secret`: for admins alone.
   */
  publish(type: string, data: unknown, options: { readonly secret?: boolean } = {}): void {
    this.publishText(type, JSON.stringify(data), options);
  }

  /** The same for data that is JSON text already. */
  publishText(type: string, data: string, { secret = false }: { readonly secret?: boolean } = {}): void {
    this.ring.add(type, data, secret);
    for (const listener of this.listeners) listener();
  }

  /** Is called after each event. @returns what ends it. */
  listen(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
