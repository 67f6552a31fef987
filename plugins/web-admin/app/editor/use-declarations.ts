import { useQueries } from '@tanstack/react-query';
import type { ComponentDeclaration } from '../api/types';
import { declarationQuery } from '../component/queries';
import type { EditedFlow } from './flow-model';

/** Declarations of the types in the flow, by type; undefined while they are not known. */
export function useDeclarations(
  flow: EditedFlow,
): Readonly<Record<string, ComponentDeclaration | undefined>> {
  const types = [...new Set(flow.components.map(({ type }) => type))];
  return useQueries({
    queries: types.map((type) => declarationQuery(type)),
    combine: (results) => Object.fromEntries(results.map(({ data }, at) => [types[at] ?? '', data])),
  });
}
