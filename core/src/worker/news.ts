/** Wakes those who wait for something to change. */
export class News {
  private readonly waiting = new Set<() => void>();

  /** Resolves with the next change, and at the latest at a time of `performance.now()`. */
  async next(end: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(done, end - performance.now());
      const { waiting } = this;
      function done(): void {
        clearTimeout(timer);
        waiting.delete(done);
        resolve();
      }
      waiting.add(done);
    });
  }

  /** Something has changed. */
  tell(): void {
    for (const done of [...this.waiting]) done();
  }
}
