import { readFileSync } from 'node:fs';
import { errorText, FlumotionError } from '@flumotion/core/cli';

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/**
 * Reads arguments as Flumotion's commands took them, by a word of letters: `i` a whole number, `s` text, `b` a truth
 * value, `F` the contents of a file, `N` nothing (takes no word); `( )` and `[ ]` hold a list, `{ }` an object of names and
 * values by turns.
 * @throws FlumotionError `arguments-invalid`.
 */
export function readSpec(spec: string, words: readonly string[]): unknown[] {
  const reader = new SpecReader(spec, words);
  const values = reader.values(undefined);
  reader.end();
  return values;
}

class SpecReader {
  private at = 0;
  private used = 0;

  constructor(
    private readonly spec: string,
    private readonly words: readonly string[],
  ) {}

  values(closing: string | undefined): unknown[] {
    const values: unknown[] = [];
    while (this.at < this.spec.length) {
      const letter = this.spec[this.at++] ?? '';
      if (letter === closing) return values;
      values.push(this.value(letter));
    }
    if (closing !== undefined) throw invalid(`the form ${this.spec} lacks a ${closing}`);
    return values;
  }

  end(): void {
    if (this.used < this.words.length)
      throw invalid(`the form ${this.spec} takes ${this.used} words, ${this.words.length} were given`);
  }

  private value(letter: string): unknown {
    const closing = CLOSING[letter];
    if (closing !== undefined) {
      const inner = this.values(closing);
      return letter === '{' ? pairs(inner) : inner;
    }
    switch (letter) {
      case 'i':
        return whole(this.word());
      case 's':
        return this.word();
      case 'b':
        return truth(this.word());
      case 'F':
        return contents(this.word());
      case 'N':
        return null;
      default:
        throw invalid(
          `the form ${this.spec} has the letter ${letter}; there are i, s, b, F, N, ( ), [ ], { }`,
        );
    }
  }

  private word(): string {
    const word = this.words[this.used++];
    if (word === undefined)
      throw invalid(`the form ${this.spec} wants more than the ${this.words.length} words given`);
    return word;
  }
}

function pairs(inner: readonly unknown[]): Record<string, unknown> {
  if (inner.length % 2 === 1) throw invalid('braces hold names and values by turns');
  const entries = Array.from({ length: inner.length / 2 }, (_, at) => [
    String(inner[2 * at]),
    inner[2 * at + 1],
  ]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}

function whole(word: string): number {
  if (!/^[+-]?\d{1,15}$/.test(word)) throw invalid(`expected a whole number, got ${JSON.stringify(word)}`);
  return Number(word);
}

function truth(word: string): boolean {
  const low = word.toLowerCase();
  if (['true', 't', 'yes', 'on', '1'].includes(low)) return true;
  if (['false', 'f', 'no', 'off', '0'].includes(low)) return false;
  throw invalid(`expected true or false, got ${JSON.stringify(word)}`);
}

function contents(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw FlumotionError.of('file-unreadable', { file, reason: errorText(error) });
  }
}

function invalid(reason: string): FlumotionError {
  return FlumotionError.of('arguments-invalid', { reason });
}
