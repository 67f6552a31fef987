import type { PropertySpecs, ValuesOf } from './properties';

/**
 * What the cells of one column hold.
 * @example
 * ```ts
 * const column: ColumnSpec = { kind: 'time', description: 'When it came.' };
 * ```
 */
export interface ColumnSpec {
  /** `time` is a moment, in milliseconds since 1970. */
  readonly kind: 'text' | 'number' | 'bool' | 'time';
  /** Of a number, as shown to people: `s`, `bytes`. */
  readonly unit?: string;
  readonly description: string;
}

/**
 * Columns by name.
 * @example
 * ```ts
 * const columns: ColumnSpecs = { id: { kind: 'text', description: 'Names it.' } };
 * ```
 */
export type ColumnSpecs = Readonly<Record<string, ColumnSpec>>;

/**
 * A table that people look at, such as the listeners of a streamer.
 * @example
 * ```ts
 * const table: TableSpec = { description: 'Who is there.', columns: { id: { kind: 'text', description: 'Who.' } } };
 * ```
 */
export interface TableSpec {
  /** One sentence for people: what a row is. */
  readonly description: string;
  /** A gauge among the component's figures that goes with it, such as how many listeners there are: its course is shown beside it. */
  readonly figure?: string;
  /** A property of the component without which there is nothing in it, such as the file of a calendar: it is shown where that is given. */
  readonly property?: string;
  readonly columns: ColumnSpecs;
}

/**
 * Tables by name.
 * @example
 * ```ts
 * const tables: TableSpecs = { guests: { description: 'Who is there.', columns: {} } };
 * ```
 */
export type TableSpecs = Readonly<Record<string, TableSpec>>;

/**
 * Something that people can ask of a running component, such as to eject a listener.
 * @example
 * ```ts
 * const eject: ActionSpec = {
 *   description: 'Has a guest leave.',
 *   parameters: { id: { type: 'string', required: true, description: 'Who.' } },
 *   answer: { ejected: { kind: 'number', description: 'How many left.' } },
 * };
 * ```
 */
export interface ActionSpec {
  /** One sentence for people: what it does. */
  readonly description: string;
  /** The table to whose things it is done: people find it there too. */
  readonly table?: string;
  /** What has to be said with it; of the things a property may say of itself, what concerns a value alone. */
  readonly parameters?: PropertySpecs;
  /** What it answers. */
  readonly answer?: ColumnSpecs;
}

/**
 * Actions by name.
 * @example
 * ```ts
 * const actions: ActionSpecs = { skip: { description: 'Goes on with the next one.' } };
 * ```
 */
export type ActionSpecs = Readonly<Record<string, ActionSpec>>;

/**
 * A value in a table, or in the answer of an action.
 * @example
 * ```ts
 * const cell: Cell = 'bob';
 * ```
 */
export type Cell = string | number | boolean;

/**
 * Values by column; one that is not known is absent.
 * @example
 * ```ts
 * const row: Row = { id: 'bob', bytes: 512, slow: false };
 * ```
 */
export type Row = Readonly<Record<string, Cell | undefined>>;

/**
 * What the cells of a declared column hold.
 * @example
 * ```ts
 * type When = CellOf<{ kind: 'time' }>; // number
 * ```
 */
export type CellOf<C> = C extends { kind: 'text' } ? string : C extends { kind: 'bool' } ? boolean : number;

/**
 * A row of declared columns.
 * @example
 * ```ts
 * type Guest = RowOf<{ id: { kind: 'text' } }>; // { id?: string }
 * ```
 */
export type RowOf<C> = { readonly [K in keyof C]?: CellOf<C[K]> | undefined };

/**
 * Values of declared parameters, by name.
 * @example
 * ```ts
 * type Given = ParametersOf<{ parameters: { id: { type: 'string'; required: true; description: 'Who.' } } }>; // { id: string }
 * ```
 */
export type ParametersOf<A> = A extends { parameters: infer P }
  ? ValuesOf<P>
  : Readonly<Record<never, never>>;

/**
 * What an action with this declaration answers; whatever it is when no answer is declared, it is passed over.
 * @example
 * ```ts
 * type Answer = AnswerOf<{ answer: { ejected: { kind: 'number' } } }>; // { ejected?: number }
 * ```
 */
export type AnswerOf<A> = A extends { answer: infer C } ? RowOf<C> : unknown;

/**
 * A row of a declared table.
 * @example
 * ```ts
 * type Guest = TableRow<{ columns: { id: { kind: 'text' } } }>; // { id?: string }
 * ```
 */
export type TableRow<T> = T extends { columns: infer C } ? RowOf<C> : Row;

/**
 * Columns, and the value, as text, that rows must have there to be of use. Rows without it do no harm; where it saves work
 * to make those alone, as those of one folder, look at it.
 * @example
 * ```ts
 * const where: Wanted = { folder: '/concerts' };
 * ```
 */
export type Wanted = Readonly<Record<string, string>>;

/**
 * What a component does for a declared table and for a declared action; as methods, like the other hooks.
 * @example
 * ```ts
 * type Take = OfferHooks<Context, never, { answer: { left: { kind: 'number' } } }>['takeAction'];
 * ```
 */
export interface OfferHooks<X, T, A> {
  /** Gives the rows of a table. */
  readTable(context: X, where?: Wanted): Iterable<TableRow<T>> | Promise<Iterable<TableRow<T>>>;
  /** Carries out an action. */
  takeAction(context: X, parameters: ParametersOf<A>): AnswerOf<A> | Promise<AnswerOf<A>>;
}

/**
 * Gives the rows of a table, as they are now; who asks for a part of them is given that part. Make each row when it is
 * asked for (a generator), and have it cost little: there may be many thousand. A promise has 5 s.
 * @example
 * ```ts
 * const guests: ReadTable<Context, { columns: { id: { kind: 'text' } } }> = function* () {
 *   yield { id: 'bob' };
 * };
 * ```
 */
export type ReadTable<X, T> = OfferHooks<X, T, never>['readTable'];

/**
 * Carries out an action, within 5 s; what it throws is told to the one who asked, in its words.
 * @example
 * ```ts
 * const skip: TakeAction<Context, { answer: { left: { kind: 'number' } } }> = () => ({ left: 3 });
 * ```
 */
export type TakeAction<X, A> = OfferHooks<X, never, A>['takeAction'];
