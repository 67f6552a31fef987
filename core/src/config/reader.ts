import { FlumotionError } from '../errors';
import { didYouMean } from '../model/nearest';
import type { Place } from '../model/planet';
import { problemText, quoted, type Problem, type ProblemPart } from '../model/problem';
import type { XmlElement, XmlResult } from './xml';

const MAX_LISTED = 100;

/** What an element may carry: attribute names, the required ones first. */
export interface AttributeRules {
  readonly required?: readonly string[];
  readonly optional?: readonly string[];
}

/** Walks one file and gathers everything that is wrong with it, so that people see all errors at once. */
export class Reader {
  readonly errors: Problem[] = [];
  readonly warnings: Problem[] = [];
  /** Elements that parts of the result were read from, for checks that need the whole file. */
  readonly origins = new WeakMap<object, XmlElement>();

  constructor(readonly file: string) {}

  place(element: XmlElement): Place {
    return { file: this.file, line: element.line };
  }

  error(element: XmlElement, text: string, about?: ProblemPart): void {
    this.errors.push({ place: this.place(element), text, ...(about && { about }) });
  }

  warn(element: XmlElement, text: string): void {
    this.warnings.push({ place: this.place(element), text });
  }

  /** The root element when the file is XML and the root has the expected name; otherwise an error. */
  root(result: XmlResult, name: string): XmlElement | undefined {
    if ('problem' in result) {
      this.errors.push({ place: { file: this.file, line: result.problem.line }, text: result.problem.text });
      return undefined;
    }
    if (result.root.name === name) return result.root;
    this.error(result.root, `the file begins with <${result.root.name}>; expected <${name}>`);
    return undefined;
  }

  /** Reads attributes; an empty one counts as absent. Unknown and missing ones are errors. */
  attributes(element: XmlElement, rules: AttributeRules): Readonly<Record<string, string | undefined>> {
    const { required = [], optional = [] } = rules;
    const known = [...required, ...optional];
    const given: Record<string, string | undefined> = {};
    for (const [name, value] of Object.entries(element.attributes)) {
      if (known.includes(name)) given[name] = value === '' ? undefined : value;
      else if (known.length === 0)
        this.error(element, `<${element.name}> takes no attribute ${quoted(name)}`);
      else {
        const guess = didYouMean(name, known) || `; it takes ${known.join(', ')}`;
        this.error(element, `unknown attribute ${quoted(name)} of <${element.name}>${guess}`);
      }
    }
    for (const name of required) {
      if (given[name] === undefined) this.error(element, `<${element.name}> needs the attribute ${name}`);
    }
    return given;
  }

  /**
   * Hands each child to the function for its name; unknown children and text between them are errors.
   * @param single names of children that may be there only once; a second one is an error.
   */
  children(
    element: XmlElement,
    handlers: Readonly<Record<string, (child: XmlElement) => void>>,
    single: readonly string[] = [],
  ): void {
    const seen = new Set<string>();
    if (element.text.trim() !== '') {
      this.error(element, `text ${quoted(element.text.trim())} does not belong in <${element.name}>`);
    }
    for (const child of element.children) {
      const handler = Object.hasOwn(handlers, child.name) ? handlers[child.name] : undefined;
      if (!handler) this.unexpected(child, element, Object.keys(handlers));
      else if (single.includes(child.name) && seen.has(child.name)) {
        this.error(child, `second <${child.name}> in <${element.name}>; there may be one`);
      } else handler(child);
      seen.add(child.name);
    }
  }

  /** Text of an element that may have nothing but text and the given attributes. */
  text(element: XmlElement): string {
    for (const child of element.children) this.unexpected(child, element, []);
    return element.text;
  }

  /** @throws FlumotionError with the code, listing every error, when there is one. */
  finish(code: 'planet-invalid' | 'worker-file-invalid'): void {
    if (this.errors.length === 0) return;
    const sorted = [...this.errors].sort((a, b) => a.place.line - b.place.line);
    const lines = sorted.slice(0, MAX_LISTED).map(problemText);
    if (sorted.length > MAX_LISTED) lines.push(`and ${sorted.length - MAX_LISTED} more`);
    const count = sorted.length === 1 ? 'one error' : `${sorted.length} errors`;
    throw FlumotionError.of(code, { file: this.file, problems: `${count}:\n${lines.join('\n')}` });
  }

  /** Text of an element without the white space around it; undefined when nothing is left. */
  word(element: XmlElement): string | undefined {
    return this.text(element).trim() || undefined;
  }

  private unexpected(child: XmlElement, parent: XmlElement, allowed: readonly string[]): void {
    const list = allowed.map((name) => `<${name}>`).join(', ');
    const guess = didYouMean(child.name, allowed) || (list === '' ? '; only text' : `; it takes ${list}`);
    this.error(child, `unexpected element <${child.name}> in <${parent.name}>${guess}`);
  }
}
