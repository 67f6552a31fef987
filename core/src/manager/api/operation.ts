import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';
import type { ErrorCode } from '../../errors';
import type { Caller, Role } from '../access/roles';
import type { Services } from './services';

/** Who may ask for an operation; `anybody` needs no login. */
export type Asker = Role | 'anybody';

/** Groups of operations, as documentation shows them, and what each is about. */
export const TAGS = {
  planet: 'The planet as a whole',
  components: 'Components: state, steering, tables and actions',
  flows: 'Flows and components: what they are to be',
  registry: 'The components and plugs that are installed',
  docs: 'This API itself',
  access: 'First account, sessions, accounts, tokens, the log of changes',
  feeds: 'Feeds: how they flow, and a look at what is in them',
  logs: 'What components say, and what everything logs',
  wizard: 'The wizard: from answers to a flow, with what is on the machines of the workers',
} as const;

/** A group of operations. */
export type Tag = keyof typeof TAGS;

/** The answer of an operation that is not JSON. */
export interface MediaAnswer {
  /** Its media type, as `image/jpeg`. */
  readonly media: string;
  readonly description: string;
}

/** What an operation can do to its answer beside giving it. */
export interface Reply {
  /** Sets a header field. */
  header(name: string, value: string): void;
  /** Sets the media type, where it is not that of the declared answer. */
  type(media: string): void;
}

/** A request that was found to be good. */
export interface Asked<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** The body where it came as text: see {@link OperationSpec.text}. */
  readonly text: string | undefined;
  /** Undefined only for operations of `anybody`. */
  readonly caller: Caller;
  /** Address the request came from. */
  readonly address: string;
  /** The request itself, its body read already. */
  readonly request: IncomingMessage;
  readonly reply: Reply;
}

/** What the log of changes says of an operation beside who asked, when and what came of it. */
export interface AuditSpec<P, Q, B> {
  /** What the plug socket `admin-action` calls it, as `componentStart`. */
  readonly method: string;
  /** Values given, secrets replaced by `***`; none when left out. */
  args?(asked: Asked<P, Q, B>, services: Services): readonly unknown[];
  /** Further values given by name, secrets replaced by `***`. */
  named?(asked: Asked<P, Q, B>, services: Services): Readonly<Record<string, unknown>>;
  /** Who asks, where it is an operation of `anybody`; else the caller. */
  user?(asked: Asked<P, Q, B>): string;
  /** What is changed, as `/flow/name`; out of `flow` and `name`, or of all parameters of the path, when left out. */
  what?(asked: Asked<P, Q, B>, services: Services): string;
  /** What was given with it, where what it was and became does not say it: without secrets. */
  given?(asked: Asked<P, Q, B>, services: Services): Readonly<Record<string, unknown>>;
  /** What is changed as it is, without secrets; read before the change and after it. What it throws counts as nothing. */
  state?(asked: Asked<P, Q, B>, services: Services): unknown;
  /** Of the state, which is large, only what the change has made another is kept. */
  readonly onlyChanged?: true;
  /** What there is since, and what that is called, out of the answer, where both are known only then; without secrets. */
  made?(answer: unknown): { readonly what: string; readonly after: unknown };
}

/** One operation of the API: the only description there is of it. */
export interface OperationSpec<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  /** Name for programs, as `startComponent`. */
  readonly id: string;
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** Path below `/api`, as `/components/{flow}/{name}`. */
  readonly path: `/${string}`;
  /** Least role that may ask. */
  readonly role: Asker;
  readonly tag: Tag;
  /** What it does, as the end of "this operation …", short. */
  readonly summary: string;
  /** More of it. */
  readonly description?: string;
  /** What the path names; an object of texts. */
  readonly params?: P;
  /** An object; each argument comes as text, so use `z.coerce`. */
  readonly query?: Q;
  /** Body as JSON; it may be left out where the schema takes `undefined`. */
  readonly body?: B;
  /** Media types of which a body may be too, in place of JSON; it is handed over as text, unchecked. */
  readonly text?: readonly string[];
  /** Largest body taken, bytes; 64 KiB when left out. */
  readonly maxBody?: number;
  /** What it answers; nothing (status 204) when left out. */
  readonly answer?: z.ZodType | MediaAnswer;
  /** HTTP status of the answer; 200 when left out. */
  readonly status?: 200 | 201 | 202;
  /** Errors of its own; those that any operation can have are added by themselves. */
  readonly errors: readonly ErrorCode[];
  /** Everything but GET has it, unless it changes nothing. */
  readonly audit?: AuditSpec<z.output<P>, z.output<Q>, z.output<B>>;
  /** For an operation that is not GET and yet changes nothing, such as a check. */
  readonly changesNothing?: true;
  /** Does it; what it gives is the answer. */
  run(asked: Asked<z.output<P>, z.output<Q>, z.output<B>>, services: Services): unknown;
}

/** An operation as the router, the OpenAPI file and the manual see it. */
export type Operation = OperationSpec<z.ZodType, z.ZodType, z.ZodType>;

/** Declares an operation; its schemas give `run` and `audit` their types. */
export function operation<
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
>(spec: OperationSpec<P, Q, B>): Operation {
  // The router hands over only what the schemas of the same object gave.
  return spec;
}
