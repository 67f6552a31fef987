/** What the manager's API answers, as far as the pages use it. `docs/manager-api.md` says what it means. */

export type Mood = 'happy' | 'hungry' | 'waking' | 'sleeping' | 'lost' | 'sad';

export type Role = 'viewer' | 'operator' | 'admin';

export type Level = 'error' | 'warning' | 'info';

/** Who is signed in. */
export interface Session {
  readonly user: string;
  readonly role: Role;
}

export interface MessageState {
  readonly level: Level;
  readonly id: string;
  readonly text: string;
  readonly advice?: string;
  readonly debug?: string;
  /** Milliseconds since 1970. */
  readonly time: number;
}

export interface FeedClient {
  /** Full id of the eating component and its alias, `/flow/component:alias`. */
  readonly client: string;
  readonly connected: boolean;
  readonly since: number;
  /** These two are left out where the manager tells of a change; the figures have what is asked for. */
  readonly bytes?: number;
  readonly dropped?: number;
  readonly reconnects: number;
}

export interface EaterState {
  readonly eater: string;
  readonly alias: string;
  readonly feed: string;
  readonly connected: boolean;
  readonly reason?: string;
  readonly since?: number;
  readonly connections: number;
}

export interface FeederState {
  readonly feeder: string;
  readonly caps?: string;
  readonly port?: number;
  readonly clients: readonly FeedClient[];
  readonly refused: number;
}

export interface PlugState {
  readonly name: string;
  readonly type: string;
  readonly socket: string;
  readonly feeder?: string;
  readonly properties: PropertyValues;
}

export interface ComponentState {
  /** `/flow/component`. */
  readonly id: string;
  readonly flow: string;
  readonly name: string;
  readonly type: string;
  readonly label?: string;
  readonly worker: string;
  readonly wanted: 'running' | 'stopped';
  readonly mood: Mood;
  readonly reason?: string;
  readonly messages: readonly MessageState[];
  readonly properties: PropertyValues;
  readonly pid?: number;
  readonly started?: number;
  /** Fraction of one core. */
  readonly cpu?: number;
  /** Bytes. */
  readonly memory?: number;
  readonly restarts?: number;
  readonly stats?: Stats;
  readonly plugs: readonly PlugState[];
  readonly eaters: readonly EaterState[];
  readonly feeders: readonly FeederState[];
}

export type Stats = Readonly<Record<string, number | string>>;

export interface WorkerPackage {
  readonly name: string;
  readonly version: string;
  readonly components: readonly string[];
  readonly problem?: string;
  readonly known?: string;
  readonly fit?: 'same' | 'newer' | 'older' | 'apart';
}

export interface WorkerState {
  readonly name: string;
  readonly online: boolean;
  readonly since?: number;
  readonly version?: string;
  readonly address: string;
  readonly hostname: string;
  readonly packages: readonly WorkerPackage[];
}

export interface ManagerPlug {
  readonly name: string;
  readonly type: string;
  readonly socket: string;
  readonly problem?: string;
}

export interface PlanetState {
  readonly name: string;
  readonly version: string;
  readonly flows: readonly { readonly name: string; readonly components: readonly ComponentState[] }[];
  readonly workers: readonly WorkerState[];
  readonly plugs: readonly ManagerPlug[];
  /** Of the last event that is in it. */
  readonly event?: string | number;
}

export type PropertyValue =
  | number
  | boolean
  | string
  | null
  | readonly PropertyValue[]
  | { readonly [name: string]: PropertyValue | undefined };

export type PropertyValues = Readonly<Record<string, PropertyValue | undefined>>;

/** Declaration of a property, as `docs/writing-a-component.md` has it. */
export interface PropertySpec {
  readonly type:
    'int' | 'long' | 'float' | 'bool' | 'string' | 'rawstring' | 'fraction' | 'enum' | 'compound';
  readonly description: string;
  readonly unit?: string;
  readonly required?: boolean;
  readonly multiple?: boolean;
  readonly secret?: boolean;
  readonly live?: boolean;
  /** People reach for it while the component runs. */
  readonly control?: boolean;
  /** What its whole numbers stand for. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly retired?: string;
  readonly default?: PropertyValue;
  readonly min?: number | readonly [number, number];
  readonly max?: number | readonly [number, number];
  readonly values?: readonly string[];
  readonly properties?: PropertySpecs;
  readonly device?: boolean;
  readonly names?: 'bouncer' | 'porter';
  readonly path?: 'file' | 'folder';
}

export type PropertySpecs = Readonly<Record<string, PropertySpec>>;

export interface StatSpec {
  readonly kind: 'counter' | 'gauge' | 'text';
  readonly unit?: string;
  readonly each?: string;
  readonly description: string;
}

export interface ColumnSpec {
  readonly kind: 'text' | 'number' | 'bool' | 'time';
  readonly unit?: string;
  readonly description: string;
}

export interface TableSpec {
  readonly description: string;
  /** A gauge whose course is shown beside it. */
  readonly figure?: string;
  readonly columns: Readonly<Record<string, ColumnSpec>>;
}

export interface ActionSpec {
  readonly description: string;
  /** The table to whose things it is done. */
  readonly table?: string;
  readonly parameters?: PropertySpecs;
  readonly answer?: Readonly<Record<string, ColumnSpec>>;
}

export type Cell = string | number | boolean;

export type Row = Readonly<Record<string, Cell | undefined>>;

/** Some rows of a table. */
export interface TablePage {
  readonly rows: readonly Row[];
  readonly total: number;
  readonly offset: number;
  readonly next?: number;
}

interface Declared {
  readonly type: string;
  readonly description: string;
  readonly properties?: PropertySpecs;
  readonly stats?: Readonly<Record<string, StatSpec>>;
  readonly package: { readonly name: string; readonly version: string; readonly description?: string };
}

/** Declaration of a component. */
export interface ComponentDeclaration extends Declared {
  readonly kind: string;
  readonly eaters?: Readonly<Record<string, EaterSpec>>;
  readonly feeders?: Readonly<Record<string, { readonly caps: string; readonly description?: string }>>;
  readonly tables?: Readonly<Record<string, TableSpec>>;
  readonly actions?: Readonly<Record<string, ActionSpec>>;
  readonly clock?: { readonly priority: number };
  readonly sockets?: readonly string[];
}

export interface EaterSpec {
  readonly caps: string;
  readonly required?: boolean;
  readonly multiple?: boolean;
  readonly description?: string;
}

/** Declaration of a plug. */
export interface PlugDeclaration extends Declared {
  readonly socket: string;
  readonly caps?: string;
}
