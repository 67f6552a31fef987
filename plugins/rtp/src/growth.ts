/** A figure of an element that begins at nothing when the element is started again, made one that only grows. */
export class Growth {
  private last = 0;

  /** @returns how much the figure has grown since the last call. */
  since(figure: number): number {
    const more = figure >= this.last ? figure - this.last : figure;
    this.last = figure;
    return more;
  }
}
