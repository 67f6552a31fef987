/** A boolean expression over names. */
export type Expression =
  | { readonly kind: 'name'; readonly name: string; /** Counted from 1. */ readonly at: number }
  | { readonly kind: 'not'; readonly inner: Expression }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Expression[] };

/** An expression as it was read. */
export interface ReadExpression {
  readonly expression: Expression;
  /** It has `or` beside `and` without parentheses, so that people may read it in another way than it is meant. */
  readonly ambiguous: boolean;
}

/** Longest expression, in characters, and most parentheses and `not` inside one another. */
const LONGEST = 2000;
const DEEPEST = 50;

const WORDS = ['and', 'or', 'not'];

interface Token {
  readonly text: string;
  readonly at: number;
}

/** What is wrong with an expression, and where. */
export class ExpressionError extends Error {
  /** @param at - character, counted from 1. */
  constructor(at: number, problem: string) {
    super(`combination, character ${at}: ${problem}`);
  }
}

/**
 * Reads an expression of names, `and`, `or`, `not` and parentheses. `not` binds most, then `or`, then `and`, as in
 * Flumotion 0.10.
 * @throws ExpressionError
 */
export function parseExpression(text: string): ReadExpression {
  if (text.length > LONGEST)
    throw new ExpressionError(LONGEST + 1, `it goes on; at most ${LONGEST} characters are read`);
  const parser = new Parser([...tokens(text)], text.length + 1);
  return { expression: parser.whole(), ambiguous: parser.ambiguous };
}

/** The names in an expression, each as often as it is there. */
export function namesIn(expression: Expression): readonly { readonly name: string; readonly at: number }[] {
  if (expression.kind === 'name') return [expression];
  return expression.kind === 'not' ? namesIn(expression.inner) : expression.parts.flatMap(namesIn);
}

function* tokens(text: string): Generator<Token> {
  for (const { 0: found, index } of text.matchAll(/[()]|[^\s()]+/g)) {
    if (!/^[()]$|^[a-z][a-z0-9-]*$/i.test(found))
      throw new ExpressionError(
        index + 1,
        `${quote(found)} is neither a name nor and, or, not or a parenthesis`,
      );
    const word = WORDS.find((one) => one === found.toLowerCase());
    yield { text: word ?? found, at: index + 1 };
  }
}

/** Recursive descent over the tokens: one method a level of the grammar. */
class Parser {
  ambiguous = false;
  private next = 0;
  private depth = 0;

  constructor(
    private readonly list: readonly Token[],
    private readonly end: number,
  ) {}

  whole(): Expression {
    const expression = this.and();
    const rest = this.list[this.next];
    if (rest?.text === ')') throw new ExpressionError(rest.at, 'this parenthesis was never opened');
    if (rest) throw this.unexpected('"and", "or" or the end');
    return expression;
  }

  private and(): Expression {
    const parts = [this.or()];
    const bare = [this.wasBareOr];
    while (this.take('and')) {
      parts.push(this.or());
      bare.push(this.wasBareOr);
    }
    if (parts.length > 1 && bare.includes(true)) this.ambiguous = true;
    return joined('and', parts);
  }

  /** Whether the last `or` level joined something by itself, without parentheses around it. */
  private wasBareOr = false;

  private or(): Expression {
    const parts = [this.operand()];
    while (this.take('or')) parts.push(this.operand());
    this.wasBareOr = parts.length > 1;
    return joined('or', parts);
  }

  private operand(): Expression {
    const token = this.list[this.next];
    if (this.take('not')) return { kind: 'not', inner: this.deeper(token, () => this.operand()) };
    if (this.take('(')) {
      const inner = this.deeper(token, () => this.and());
      if (!this.take(')')) throw this.unexpected(`")" for the parenthesis at character ${token?.at ?? 0}`);
      return inner;
    }
    if (!token || token.text === ')' || WORDS.includes(token.text))
      throw this.unexpected('a name, "not" or "("');
    this.next++;
    return { kind: 'name', name: token.text, at: token.at };
  }

  private deeper(token: Token | undefined, read: () => Expression): Expression {
    if (++this.depth > DEEPEST)
      throw new ExpressionError(token?.at ?? this.end, `more than ${DEEPEST} levels inside one another`);
    const inner = read();
    this.depth--;
    return inner;
  }

  private take(text: string): boolean {
    if (this.list[this.next]?.text !== text) return false;
    this.next++;
    return true;
  }

  private unexpected(expected: string): ExpressionError {
    const token = this.list[this.next];
    const found = token ? quote(token.text) : 'the end';
    return new ExpressionError(token?.at ?? this.end, `expected ${expected}, found ${found}`);
  }
}

function joined(kind: 'and' | 'or', parts: readonly Expression[]): Expression {
  const [only] = parts;
  return only && parts.length === 1 ? only : { kind, parts };
}

function quote(text: string): string {
  return JSON.stringify(text.slice(0, 60));
}
