import type { components, operations } from './generated/openapi';

/*
 * Names for what the manager's API answers. What is in it stands in generated/openapi.ts, which is made of the API's own
 * description; `docs/manager-api.md` says what it means.
 */

type Schemas = components['schemas'];
type OptionalIn<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>;

/** What an operation answers, by its id. */
export type Answer<Id extends keyof operations> = operations[Id]['responses'] extends {
  readonly [Status in 200 | 201]?: { readonly content: { readonly 'application/json': infer Body } };
}
  ? Body
  : never;

/** Who is signed in. */
export type Session = Schemas['Session'];
export type Role = Session['role'];

export type MessageState = Schemas['Message'];
export type Level = MessageState['level'];

/** Events leave out what changes all the time; the figures have it for who asks. */
export type FeedClient = OptionalIn<Schemas['FeedClient'], 'bytes' | 'dropped'>;
export type EaterState = Schemas['Eater'];
export type FeederState = Omit<Schemas['Feeder'], 'clients'> & { readonly clients: readonly FeedClient[] };
export type PlugState = Schemas['Plug'];
export type Stats = Schemas['Component']['stats'];
export type ComponentState = OptionalIn<Omit<Schemas['Component'], 'feeders'>, 'stats'> & {
  readonly feeders: readonly FeederState[];
};
export type Mood = ComponentState['mood'];

export type WorkerState = Schemas['Worker'];
/** How busy the machine of a worker is. */
export type MachineLoad = Schemas['MachineLoad'];
export type WorkerPackage = WorkerState['packages'][number];
export type ManagerPlug = Schemas['ManagerPlug'];
/** The planet as it is; without the number of the last event where an event tells it. */
export type PlanetState = Omit<OptionalIn<Schemas['Planet'], 'event'>, 'flows'> & {
  readonly flows: readonly { readonly name: string; readonly components: readonly ComponentState[] }[];
};

export type PropertyValue = Schemas['PropertyValue'];
export type PropertyValues = Readonly<Record<string, PropertyValue | undefined>>;

/** Declaration of a property, as `docs/writing-a-component.md` has it. */
export type PropertySpec = Schemas['PropertyDeclaration'];
export type PropertySpecs = Readonly<Record<string, PropertySpec>>;
export type StatSpec = Schemas['FigureDeclaration'];
export type ColumnSpec = Schemas['Column'];
export type TableSpec = Schemas['TableDeclaration'];
export type ActionSpec = Schemas['ActionDeclaration'];

/** Some rows of a table. */
export type TablePage = Answer<'readTable'>;
export type Row = Readonly<Record<string, Cell | undefined>>;
export type Cell = TablePage['rows'][number][string];

export type ComponentDeclaration = Schemas['ComponentDeclaration'];
export type EaterSpec = NonNullable<ComponentDeclaration['eaters']>[string];
export type PlugDeclaration = Schemas['PlugDeclaration'];
