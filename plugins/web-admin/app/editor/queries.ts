import { queryOptions } from '@tanstack/react-query';
import { call, callTagged, pathOf } from '../api/client';
import type { PropertyValue } from '../api/types';
import type { EditedFlow } from './flow-model';

/** Something that is wrong, or strange, with a change. */
export interface FlowProblem {
  readonly level: 'error' | 'warning';
  readonly text: string;
  readonly component?: string;
  /** What of the component it is about, as a path in its configuration: `worker`. */
  readonly field?: string;
  /** Name of the plug whose property it is about. */
  readonly plug?: string;
  readonly property?: string;
  readonly eater?: string;
  /** Feed of that eater. */
  readonly feed?: string;
  readonly line?: number;
}

/** What would come of a change. */
export interface Verdict {
  readonly problems: readonly FlowProblem[];
  readonly difference: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    readonly restarted: readonly { readonly id: string; readonly because: string }[];
    readonly changed: readonly {
      readonly id: string;
      readonly property: string;
      readonly from?: PropertyValue;
      readonly to?: PropertyValue;
      readonly live: boolean;
    }[];
  };
  readonly xml: string;
  readonly before: string;
}

/** What the registry says of a type of components or plugs. */
export interface TypeSummary {
  readonly type: string;
  /** Of a component. */
  readonly kind?: string;
  /** Of a plug. */
  readonly socket?: string;
  readonly description: string;
}

export const flowQuery = (flow: string) =>
  queryOptions({
    queryKey: ['flow', flow],
    queryFn: ({ signal }) => callTagged<EditedFlow>('GET', pathOf`/flows/${flow}`, { signal }),
    // What somebody edits is not replaced under their hands.
    staleTime: Infinity,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });

export const verdictQuery = (flow: string, body: EditedFlow | string) =>
  queryOptions({
    queryKey: ['flow', flow, 'check', body],
    queryFn: ({ signal }) => call<Verdict>('POST', pathOf`/flows/${flow}/check`, { body, signal }),
    gcTime: 0,
    placeholderData: (before) => before,
  });

export const typesQuery = queryOptions({
  queryKey: ['registry'],
  queryFn: ({ signal }) =>
    call<{ readonly components: readonly TypeSummary[]; readonly plugs: readonly TypeSummary[] }>(
      'GET',
      '/registry',
      { signal },
    ),
});
