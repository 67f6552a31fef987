import { FlumotionError } from '../../errors';
import { didYouMean } from '../../model/nearest';
import { quoted } from '../../model/problem';

/** `name=text` as it was typed. */
export interface Setting {
  readonly name: string;
  readonly text: string;
}

/** A component of the pipeline: its settings are not judged yet. */
export interface LaunchComponent {
  /** Type and number, as `theora-encoder0`. */
  readonly name: string;
  readonly type: string;
  readonly settings: Setting[];
}

/** One end of a link; `port` is the name of an eater or feeder where one was given. */
export interface LaunchEnd {
  readonly component: string;
  readonly port: string | undefined;
}

/** A link from a feeder to an eater. */
export interface LaunchLink {
  readonly from: LaunchEnd;
  readonly to: LaunchEnd;
}

/** A pipeline of components as it was typed. */
export interface LaunchText {
  readonly components: readonly LaunchComponent[];
  readonly links: readonly LaunchLink[];
}

/** The error for a pipeline that was typed wrongly. */
export function wrong(reason: string): FlumotionError {
  return FlumotionError.of('launch-invalid', { reason });
}

/**
 * Reads a pipeline in Flumotion's syntax: `TYPE`, `name=value` for the component before it, `!` for a link,
 * `COMPONENT.feeder` or `.feeder` before a link, `COMPONENT.eater` after it.
 * @param words the arguments of the command.
 * @throws FlumotionError `launch-invalid`.
 */
export function parseLaunch(words: readonly string[]): LaunchText {
  const reader = new LaunchReader();
  for (const word of words) reader.take(word);
  return reader.end();
}

class LaunchReader {
  private readonly components: LaunchComponent[] = [];
  private readonly links: LaunchLink[] = [];
  /** What the next `!` links from, and settings belong to. */
  private last: LaunchEnd | undefined;
  /** The left end of a `!` that waits for its right end. */
  private open: LaunchEnd | undefined;

  take(word: string): void {
    if (word === '!') this.link();
    else if (word.startsWith('/'))
      throw wrong(`plug ${quoted(word.slice(1))} is not installed; leave it out`);
    else if (word.includes('=')) this.set(word);
    else if (word.includes('.')) this.refer(word);
    else this.add(word);
  }

  end(): LaunchText {
    if (this.open) throw wrong(`nothing stands after the last "!"`);
    if (this.components.length === 0) throw wrong('no component is named');
    return { components: this.components, links: this.links };
  }

  private link(): void {
    if (this.open) throw wrong('"!" stands twice in a row; a component belongs between');
    if (!this.last) throw wrong('"!" stands first; a component belongs before it');
    this.open = this.last;
  }

  private add(type: string): void {
    if (!/^[\w-]+$/.test(type)) throw wrong(`${quoted(type)} is not a component type`);
    const number = this.components.filter((one) => one.type === type).length;
    const name = `${type}${number}`;
    this.components.push({ name, type, settings: [] });
    this.reach({ component: name, port: undefined });
  }

  private refer(word: string): void {
    const dot = word.indexOf('.');
    const component = word.slice(0, dot) || this.last?.component;
    const port = word.slice(dot + 1) || undefined;
    if (component === undefined || (dot === 0 && this.open))
      throw wrong(`${quoted(word)} names no component; write COMPONENT${word}`);
    const names = this.components.map(({ name }) => name);
    if (!names.includes(component)) {
      const there = names.length === 0 ? '; none stands before it' : `; there are ${names.join(', ')}`;
      throw wrong(
        `${quoted(word)}: no component ${quoted(component)}${didYouMean(component, names) || there}`,
      );
    }
    this.reach({ component, port });
  }

  /** The word is the right end of an open link, or where the next link begins. */
  private reach(end: LaunchEnd): void {
    if (this.open) this.links.push({ from: this.open, to: end });
    // An eater named on the right says nothing of the feeder the chain goes on with.
    this.last = this.open ? { component: end.component, port: undefined } : end;
    this.open = undefined;
  }

  private set(word: string): void {
    const at = word.indexOf('=');
    const target = this.components.find(({ name }) => name === this.last?.component);
    if (!target || this.open) throw wrong(`${quoted(word)} stands before the component it is for`);
    target.settings.push({ name: word.slice(0, at), text: word.slice(at + 1) });
  }
}
