import type { MixerContext } from './mix';

const MILLISECOND = 1_000_000;
/** Milliseconds by which what is told of an input may come late by itself. */
const TELLING = 200;

/** Tells which inputs give nothing, and which come too late to be heard. */
export class InputWatch {
  private readonly buffers = new Map<string, number>();
  /** Least lateness of each input since the last look, in milliseconds. */
  private readonly late = new Map<string, number>();

  constructor(private readonly context: MixerContext) {}

  /** Sound of an input is on its way into the mix. @param end - its end, in nanoseconds of running time. */
  arrived(alias: string, end: number | undefined): void {
    if (end === undefined) return;
    const late = (Number(this.context.now()) - end) / MILLISECOND;
    this.late.set(alias, Math.min(late, this.late.get(alias) ?? Infinity));
  }

  /** Looks at all inputs. @returns those that give nothing. */
  look(): readonly string[] {
    const away: string[] = [];
    const inputs = this.context.eaters();
    for (const { alias, connected, buffers } of inputs) {
      const moves = connected && buffers !== this.buffers.get(alias);
      this.buffers.set(alias, buffers);
      if (!moves) away.push(alias);
      this.tellAway(alias, !moves);
      this.tellLate(alias);
    }
    this.context.stat('inputs', inputs.length - away.length);
    this.context.waitFor(inputs.length > away.length ? undefined : 'no input gives sound');
    return away;
  }

  private tellAway(alias: string, away: boolean): void {
    const id = `input-${alias}`;
    if (!away) this.context.clear(id);
    else {
      const text = `The input ${alias} gives no sound; the mix goes on without it.`;
      this.context.message({ level: 'warning', id, text });
    }
  }

  private tellLate(alias: string): void {
    const late = this.late.get(alias);
    this.late.delete(alias);
    if (late === undefined) return;
    const id = `late-${alias}`;
    const { delay } = this.context.properties;
    if (late <= delay + TELLING) this.context.clear(id);
    else {
      this.context.message({
        level: 'warning',
        id,
        text: `The input ${alias} comes ${String(Math.round(late))} ms late and is not heard; the mix waits ${String(delay)} ms.`,
        advice: 'Set "delay" to more than that.',
      });
    }
  }
}
