/** Something of the planet that may be another than before; who listens looks for himself. */
export type Change =
  | { readonly kind: 'component'; /** Full id. */ readonly id: string }
  | { readonly kind: 'worker'; readonly name: string }
  /** Other components than before may be in the planet. */
  | { readonly kind: 'planet' };

/** Tells those who listen what may have changed. Listeners are quick and never throw; they are called in the middle of things. */
export class Changes {
  private readonly listeners = new Set<(change: Change) => void>();

  /** Begins to tell somebody. @returns what ends it. */
  listen(listener: (change: Change) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Tells everybody. */
  tell(change: Change): void {
    for (const listener of this.listeners) listener(change);
  }
}
