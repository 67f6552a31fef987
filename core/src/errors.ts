import { ERRORS, type Fault } from './error-table';

export { ERRORS, type Fault } from './error-table';

/** Code of an error; stable, for programs. */
export type ErrorCode = keyof typeof ERRORS;

type Names<T extends string> = T extends `${string}{${infer N}}${infer Rest}` ? N | Names<Rest> : never;

/** The names an error's text wants filled in. */
export type ErrorValues<C extends ErrorCode> = Readonly<
  Record<Names<(typeof ERRORS)[C]['text']>, string | number>
>;

/** What is wrong with one field of a request. */
export interface FieldProblem {
  /** Path of the field, as `plugs.0.type`; empty for the whole. */
  readonly field: string;
  /** What was expected. */
  readonly text: string;
}

/** More of an error, for programs and forms. */
export interface ErrorDetails {
  /** Path of the field of the request that is wrong. */
  readonly field?: string;
  /** What to do about it. */
  readonly advice?: string;
  /** Each thing that is wrong, where it is several. */
  readonly problems?: readonly object[];
}

/** Options of an error. */
export interface FlumotionErrorOptions extends ErrorOptions {
  readonly details?: ErrorDetails;
}

/** An error with a code from the table. Compare by `code`, never with `instanceof`. */
export class FlumotionError extends Error {
  override readonly name = 'FlumotionError';
  readonly fault: Fault;
  readonly status: number;
  readonly exit: number;
  readonly details: ErrorDetails;

  private constructor(
    readonly code: ErrorCode,
    text: string,
    options: FlumotionErrorOptions,
  ) {
    super(text, options);
    this.details = options.details ?? {};
    ({ fault: this.fault, status: this.status, exit: this.exit } = ERRORS[code]);
  }

  /** Makes the error for a code, its text filled with values. */
  static of<C extends ErrorCode>(
    code: C,
    values: ErrorValues<C>,
    options: FlumotionErrorOptions = {},
  ): FlumotionError {
    const given = values as Readonly<Record<string, string | number>>;
    const text = ERRORS[code].text.replace(/\{(\w+)\}/g, (_, name: string) => String(given[name]));
    return new FlumotionError(code, text, options);
  }

  /** Remakes an error that came from another process, its text as it was there. */
  static relayed(code: ErrorCode, text: string): FlumotionError {
    return new FlumotionError(code, text, {});
  }
}

/** Whether a text is the code of an error of the table. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERRORS, code);
}

/** Whether something thrown is an error of the table. */
export function isFlumotionError(error: unknown): error is FlumotionError {
  return error instanceof Error && error.name === 'FlumotionError' && 'code' in error;
}

/** The text of anything thrown. */
export function errorText(error: unknown): string {
  return error instanceof Error || (typeof error === 'object' && error !== null && 'message' in error)
    ? String(error.message)
    : String(error);
}
