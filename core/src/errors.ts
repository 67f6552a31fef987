/** Whose fault an error is: the user can mend it (file, command, destination), or the system failed. */
export type Fault = 'user' | 'system';

interface ErrorRow {
  /** What was seen, what was expected, where, and what to do; `{name}` is filled in. */
  readonly text: string;
  readonly fault: Fault;
  /** HTTP status when the error answers a request. */
  readonly status: number;
  /** Exit status when the error ends a command. */
  readonly exit: number;
}

/** Every error the system can raise, by its stable code. `docs/reference/errors.md` explains each; a test ties the two. */
export const ERRORS = {
  'element-missing': {
    text: 'GStreamer element {element} is not on this machine; {advice}',
    fault: 'user',
    status: 409,
    exit: 1,
  },
  'pipeline-invalid': {
    text: 'the pipeline of {component} cannot be built: {reason}',
    fault: 'system',
    status: 500,
    exit: 1,
  },
  'state-change-hangs': {
    text: 'the pipeline of {component} did not reach {state} within {seconds} s; it hangs in {now}',
    fault: 'system',
    status: 500,
    exit: 1,
  },
  'port-in-use': {
    text: 'port {port} is in use by another program; stop that program or choose another port with {option}',
    fault: 'user',
    status: 409,
    exit: 1,
  },
  'login-refused': {
    text: 'the manager at {manager} refused the login of user {user}: {reason}',
    fault: 'user',
    status: 401,
    exit: 1,
  },
  'deadline-passed': {
    text: '{what} was not answered within {seconds} s',
    fault: 'system',
    status: 504,
    exit: 1,
  },
  'connection-closed': {
    text: 'the connection to {peer} closed: {reason}',
    fault: 'system',
    status: 502,
    exit: 1,
  },
  'socket-in-use': {
    text: 'another process listens on the socket {path}; stop it or use another run directory',
    fault: 'user',
    status: 409,
    exit: 1,
  },
  'socket-failed': {
    text: 'the socket {path} cannot be used: {reason}',
    fault: 'system',
    status: 500,
    exit: 1,
  },
  'rundir-in-use': {
    text: 'the run directory {path} is in use by another worker; stop that worker or choose another folder with --rundir',
    fault: 'user',
    status: 409,
    exit: 1,
  },
  'rundir-unusable': {
    text: 'the run directory {path} cannot be used: {reason}',
    fault: 'user',
    status: 500,
    exit: 1,
  },
  'job-not-started': {
    text: 'no process could be started for the job: {reason}',
    fault: 'system',
    status: 500,
    exit: 1,
  },
  'job-not-reached': {
    text: 'the job of {id} cannot be reached just now: {reason}',
    fault: 'system',
    status: 503,
    exit: 1,
  },
  'job-unknown': {
    text: 'this worker runs no job {id}',
    fault: 'user',
    status: 404,
    exit: 1,
  },
  'spec-refused': {
    text: 'this worker cannot start {id}: {reason}',
    fault: 'system',
    status: 409,
    exit: 1,
  },
  'manager-unreachable': {
    text: 'the manager at {manager} cannot be reached: {reason}',
    fault: 'user',
    status: 502,
    exit: 1,
  },
  'fingerprint-changed': {
    text: 'the manager at {manager} shows another certificate than before: fingerprint {fingerprint}, expected {before}. If its certificate was renewed, remove the line of {manager} from {file}; if not, somebody else answers there',
    fault: 'user',
    status: 502,
    exit: 1,
  },
  'pins-unusable': {
    text: 'the file of known managers, {file}, cannot be used: {reason}',
    fault: 'user',
    status: 500,
    exit: 1,
  },
  'elements-unchecked': {
    text: 'this machine could not be asked for its GStreamer elements: {reason}',
    fault: 'system',
    status: 500,
    exit: 1,
  },
  'clock-not-provided': {
    text: 'the time provider of this machine could not be started: {reason}',
    fault: 'system',
    status: 500,
    exit: 1,
  },
  'login-missing': {
    text: 'the manager wants to know who this worker is: give -u USER and -p PASSWORD, or <authentication> in the worker file',
    fault: 'user',
    status: 401,
    exit: 1,
  },
  'daemonize-refused': {
    text: '{command} stays in the foreground: run it as a systemd service, which keeps it running and its log, instead of -D',
    fault: 'user',
    status: 400,
    exit: 1,
  },
  'peer-failed': {
    text: '{peer} could not do {method}: {reason}',
    fault: 'system',
    status: 502,
    exit: 1,
  },
  'component-type-unknown': {
    text: 'component type {type} is not known here; {advice}',
    fault: 'user',
    status: 422,
    exit: 1,
  },
  'property-unknown': {
    text: '{type} has no property {property}{advice}',
    fault: 'user',
    status: 404,
    exit: 1,
  },
  'plugin-unusable': {
    text: 'component type {type} cannot be loaded from {dir}: {reason}',
    fault: 'system',
    status: 500,
    exit: 1,
  },
  'planet-invalid': {
    text: '{file} is not a valid planet file, nothing of it was loaded; {problems}',
    fault: 'user',
    status: 422,
    exit: 1,
  },
  'worker-file-invalid': {
    text: '{file} is not a valid worker file; {problems}',
    fault: 'user',
    status: 422,
    exit: 1,
  },
  'file-unreadable': {
    text: '{file} cannot be read: {reason}',
    fault: 'user',
    status: 422,
    exit: 1,
  },
  'message-invalid': {
    text: 'a message {method} from {peer} does not have the agreed form: {reason}',
    fault: 'system',
    status: 400,
    exit: 1,
  },
  'feed-invalid': {
    text: 'a feed does not carry what it should: {reason}; the connection is closed and made again',
    fault: 'system',
    status: 502,
    exit: 1,
  },
  'feed-greeting-invalid': {
    text: 'a feed connection is refused: {reason}',
    fault: 'system',
    status: 502,
    exit: 1,
  },
  'feed-socket-taken': {
    text: 'the feed socket {path} cannot be opened: {reason}; end what uses it or remove the file',
    fault: 'system',
    status: 409,
    exit: 1,
  },
  'property-not-live': {
    text: 'property {property} of {component} is unknown or cannot change while the component runs; change the planet file and restart the component',
    fault: 'user',
    status: 409,
    exit: 1,
  },
  'property-refused': {
    text: 'property {property} of {component}: {reason}',
    fault: 'user',
    status: 422,
    exit: 1,
  },
  'state-unreadable': {
    text: 'the stored state {file} cannot be read: {reason}; give the manager the right to it or choose another --state-dir',
    fault: 'system',
    status: 500,
    exit: 1,
  },
  'state-unwritable': {
    text: 'the state {file} cannot be stored: {reason}; give the manager the right to write there or choose another --state-dir',
    fault: 'system',
    status: 500,
    exit: 1,
  },
  'file-unwritable': {
    text: '{file} cannot be written: {reason}; the change was not made',
    fault: 'system',
    status: 500,
    exit: 1,
  },
  'planet-refused': {
    text: '{problems}',
    fault: 'user',
    status: 422,
    exit: 1,
  },
  'component-unknown': {
    text: 'there is no component {id} in {where}',
    fault: 'user',
    status: 404,
    exit: 1,
  },
  'worker-name-taken': {
    text: 'a worker {name} is logged in already, from {address}; give this one another name with --name',
    fault: 'user',
    status: 409,
    exit: 1,
  },
  'not-logged-in': {
    text: '{what} is for workers that have logged in; send login first',
    fault: 'user',
    status: 401,
    exit: 1,
  },
  'elements-missing': {
    text: 'worker {worker} lacks the GStreamer elements {elements} that {component} needs; {advice}',
    fault: 'user',
    status: 409,
    exit: 1,
  },
  'bouncer-failed': {
    text: "the manager's bouncer {name} cannot start: {reason}",
    fault: 'user',
    status: 500,
    exit: 1,
  },
  'bouncer-away': {
    text: 'the bouncer {name} cannot be asked: no worker runs it now',
    fault: 'system',
    status: 503,
    exit: 1,
  },
  'certificate-unusable': {
    text: 'the certificate {file} cannot be used: {reason}; a PEM file with a certificate and its private key is expected',
    fault: 'user',
    status: 500,
    exit: 1,
  },
  'manager-name-invalid': {
    text: 'the manager name {name} cannot be the name of a folder; choose another with --name',
    fault: 'user',
    status: 422,
    exit: 1,
  },
  'port-forbidden': {
    text: 'this user may not listen on port {port}; choose one above 1023 with --port, or give the right to it',
    fault: 'user',
    status: 403,
    exit: 1,
  },
  'cannot-listen': {
    text: 'the manager cannot listen on {place}: {reason}; choose an address of this machine with --hostname',
    fault: 'user',
    status: 500,
    exit: 1,
  },
  'not-admitted': {
    text: 'access is refused: {reason}',
    fault: 'user',
    status: 401,
    exit: 1,
  },
  'cross-site': {
    text: 'a change asked for by a page of another site ({origin}) is refused; use the manager itself',
    fault: 'user',
    status: 403,
    exit: 1,
  },
  'no-such-page': {
    text: 'there is nothing at {path}; see /api/planet',
    fault: 'user',
    status: 404,
    exit: 1,
  },
  'body-invalid': {
    text: 'the body of the request cannot be used: {reason}',
    fault: 'user',
    status: 400,
    exit: 1,
  },
  'body-too-large': {
    text: 'the body of the request is larger than {limit} bytes',
    fault: 'user',
    status: 413,
    exit: 1,
  },
  internal: {
    text: '{what} failed by a fault in the manager; its log has the details',
    fault: 'system',
    status: 500,
    exit: 1,
  },
} as const satisfies Record<string, ErrorRow>;

/** Code of an error; stable, for programs. */
export type ErrorCode = keyof typeof ERRORS;

type Names<T extends string> = T extends `${string}{${infer N}}${infer Rest}` ? N | Names<Rest> : never;

/** The names an error's text wants filled in. */
export type ErrorValues<C extends ErrorCode> = Readonly<
  Record<Names<(typeof ERRORS)[C]['text']>, string | number>
>;

/** An error with a code from the table. Compare by `code`, never with `instanceof`. */
export class FlumotionError extends Error {
  override readonly name = 'FlumotionError';
  readonly fault: Fault;
  readonly status: number;
  readonly exit: number;

  private constructor(
    readonly code: ErrorCode,
    text: string,
    options: ErrorOptions,
  ) {
    super(text, options);
    ({ fault: this.fault, status: this.status, exit: this.exit } = ERRORS[code]);
  }

  /** Makes the error for a code, its text filled with values. */
  static of<C extends ErrorCode>(
    code: C,
    values: ErrorValues<C>,
    options: ErrorOptions = {},
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
    ? String((error as { message: unknown }).message)
    : String(error);
}
