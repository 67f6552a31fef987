/** Hands out names that nothing has yet. */
export class Names {
  private readonly taken: Set<string>;

  constructor(taken: Iterable<string>) {
    this.taken = new Set(taken);
  }

  /** The name itself where it is free; else with the next number at its end. The name is taken from then on. */
  free(wish: string): string {
    let name = wish;
    while (this.taken.has(name)) name = next(name);
    this.taken.add(name);
    return name;
  }
}

function next(name: string): string {
  const [, stem = name, digits] = /^(.*?)(\d{1,9})?$/s.exec(name) ?? [];
  return `${stem}${digits === undefined ? 2 : Number(digits) + 1}`;
}
