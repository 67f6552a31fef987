import { queryOptions } from '@tanstack/react-query';
import { call, pathOf } from '../api/client';

/** An element that a machine lacks. */
export interface MissingElement {
  readonly element: string;
  readonly package?: string;
}

/** The elements that a worker's machine lacks, by the types of component that need them. */
export const elementsQuery = (worker: string) =>
  queryOptions({
    queryKey: ['workers', worker, 'elements'],
    queryFn: ({ signal }) =>
      call<{
        readonly types: readonly { readonly type: string; readonly missing: readonly MissingElement[] }[];
      }>('GET', pathOf`/workers/${worker}/elements`, { signal }),
    staleTime: 10_000,
  });
