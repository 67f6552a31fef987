import { queryOptions } from '@tanstack/react-query';
import { call, callTagged, componentPath, pathOf, type Query } from '../api/client';
import type {
  ActionSpec,
  ComponentDeclaration,
  PlugDeclaration,
  PropertyValues,
  TablePage,
  TableSpec,
} from '../api/types';

/** Declarations change only when packages are installed. */
const LONG = 5 * 60_000;

export const declarationQuery = (type: string) =>
  queryOptions({
    queryKey: ['registry', 'component', type],
    queryFn: ({ signal }) =>
      call<ComponentDeclaration>('GET', pathOf`/registry/components/${type}`, { signal }),
    staleTime: LONG,
    enabled: type !== '',
  });

export const plugDeclarationQuery = (type: string) =>
  queryOptions({
    queryKey: ['registry', 'plug', type],
    queryFn: ({ signal }) => call<PlugDeclaration>('GET', pathOf`/registry/plugs/${type}`, { signal }),
    staleTime: LONG,
  });

/** What a component offers beside what all have. */
export interface Offers {
  readonly tables: Readonly<Record<string, TableSpec>>;
  readonly actions: Readonly<Record<string, ActionSpec>>;
}

/** @param id - empty for nothing. */
export const offersQuery = (id: string) =>
  queryOptions({
    enabled: id !== '',
    queryKey: ['offers', id],
    queryFn: async ({ signal }): Promise<Offers> => {
      const [tables, actions] = await Promise.all([
        call<Offers['tables']>('GET', componentPath(id, '/tables'), { signal }),
        call<Offers['actions']>('GET', componentPath(id, '/actions'), { signal }),
      ]);
      return { tables, actions };
    },
    staleTime: LONG,
  });

export const tableQuery = (id: string, table: string, query: Query) =>
  queryOptions({
    queryKey: ['table', id, table, query],
    queryFn: ({ signal }) =>
      call<TablePage>('GET', componentPath(id, pathOf`/tables/${table}`), { query, signal }),
    refetchInterval: 3000,
    placeholderData: (before) => before,
  });

/** A component as its planet file has it. */
export interface ComponentConfig {
  readonly name: string;
  readonly type: string;
  readonly label?: string;
  readonly worker?: string;
  readonly properties?: PropertyValues;
  readonly plugs?: readonly PlugConfig[];
  readonly secrets?: readonly string[];
  readonly [more: string]: unknown;
}

export interface PlugConfig {
  readonly type: string;
  readonly properties?: PropertyValues;
  readonly feeder?: string;
  readonly secrets?: readonly string[];
}

export const configQuery = (id: string) =>
  queryOptions({
    queryKey: ['config', id],
    queryFn: ({ signal }) => callTagged<ComponentConfig>('GET', componentPath(id, '/config'), { signal }),
  });
