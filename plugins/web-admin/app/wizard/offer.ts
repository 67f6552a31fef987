import { queryOptions } from '@tanstack/react-query';
import { call, pathOf } from '../api/client';
import type { PropertySpec, PropertyValue, PropertyValues } from '../api/types';

export type StreamKind = 'audio-video' | 'video' | 'audio';
export type Medium = 'video' | 'audio';

/** A property that is asked for. */
export interface Field {
  readonly name: string;
  readonly spec: PropertySpec;
  readonly proposed?: PropertyValue;
}

/** A plug that may be put into what is chosen. */
export interface PlugChoice {
  readonly type: string;
  readonly label: string;
  readonly description: string;
  readonly fields: readonly Field[];
}

/** A component type that can be chosen. */
export interface Choice {
  readonly type: string;
  readonly label: string;
  readonly description: string;
  readonly pages: readonly (readonly Field[])[];
  readonly plugs: readonly PlugChoice[];
  readonly probe?: 'video' | 'sound' | 'firewire' | 'media-file';
}

/** A format that streams can have. */
export interface Format {
  readonly type: string;
  readonly label: string;
  readonly description: string;
  readonly plays?: string;
  readonly kinds: readonly StreamKind[];
  readonly encoders: Readonly<Record<Medium, readonly string[]>>;
  readonly consumers: readonly string[];
}

export interface ExistingFlow {
  readonly name: string;
  readonly video: readonly { readonly feed: string; readonly worker: string }[];
  readonly audio: readonly { readonly feed: string; readonly worker: string }[];
  readonly formats: readonly {
    readonly feed: string;
    readonly label: string;
    readonly kind: StreamKind;
    readonly worker: string;
    readonly consumers: readonly string[];
  }[];
}

export type ScenarioId = 'live' | 'on-demand' | 'load-flow' | 'add-format' | 'add-streamer';

/** Everything that can be chosen. */
export interface Offer {
  readonly scenarios: readonly {
    readonly id: ScenarioId;
    readonly label: string;
    readonly description: string;
  }[];
  readonly flow: string;
  readonly workers: readonly string[];
  readonly producers: Readonly<Record<Medium, readonly Choice[]>>;
  readonly overlays: readonly Choice[];
  readonly formats: readonly Format[];
  readonly encoders: readonly Choice[];
  readonly muxers: readonly Choice[];
  readonly consumers: readonly Choice[];
  readonly servers: readonly Choice[];
  readonly existing: readonly ExistingFlow[];
}

/** A component as it is planned. */
export interface PlannedComponent {
  readonly name: string;
  readonly type: string;
  readonly worker?: string;
  readonly eaters: Readonly<Record<string, readonly { readonly feed: string; readonly alias: string }[]>>;
  readonly properties: PropertyValues;
}

/** Something that is wrong with the answers. */
export interface PlanProblem {
  readonly level: 'error' | 'warning';
  readonly text: string;
  readonly step?: string;
  readonly property?: string;
}

/** What the answers lead to. */
export interface Plan {
  readonly atmosphere: readonly PlannedComponent[];
  readonly flows: readonly {
    readonly name: string;
    readonly exists: boolean;
    readonly components: readonly PlannedComponent[];
  }[];
  readonly streams: readonly { readonly component: string; readonly kind: StreamKind }[];
  readonly problems: readonly PlanProblem[];
  readonly xml: string;
  /** `ETag` of each flow that is added to, as it was planned on. */
  readonly tags: Readonly<Record<string, string>>;
}

/** What was found on a worker's machine. */
export interface Probed {
  readonly found: readonly {
    readonly label: string;
    readonly values: PropertyValues;
    readonly modes: readonly { readonly label: string; readonly values: PropertyValues }[];
  }[];
  readonly media?: {
    readonly seconds: number;
    readonly video: boolean;
    readonly audio: boolean;
    readonly missing: readonly string[];
  };
  readonly missing?: readonly { readonly element: string; readonly package?: string }[];
}

/** What is in a folder of a worker. */
export interface Listing {
  readonly path?: string;
  readonly above?: string;
  readonly entries: readonly {
    readonly name: string;
    readonly path: string;
    readonly kind: 'file' | 'folder';
    readonly size?: number;
  }[];
  readonly more: number;
}

export const offerQuery = queryOptions({
  queryKey: ['wizard'],
  queryFn: ({ signal }) => call<Offer>('GET', '/wizard', { signal }),
  // What can be chosen stays as it is while somebody chooses.
  staleTime: Infinity,
  gcTime: 0,
});

export const planQuery = (answers: object) =>
  queryOptions({
    queryKey: ['wizard', 'plan', answers],
    queryFn: ({ signal }) => call<Plan>('POST', '/wizard/plan', { body: answers, signal }),
    staleTime: 0,
    gcTime: 0,
    placeholderData: (before) => before,
  });

export const probeQuery = (worker: string, question: object) =>
  queryOptions({
    queryKey: ['probe', worker, question],
    queryFn: ({ signal }) =>
      call<Probed>('POST', pathOf`/workers/${worker}/probe`, { body: question, signal }),
    enabled: worker !== '',
    staleTime: 30_000,
    retry: false,
  });

export const filesQuery = (worker: string, path: string | undefined) =>
  queryOptions({
    queryKey: ['files', worker, path],
    queryFn: ({ signal }) =>
      call<Listing>('GET', pathOf`/workers/${worker}/files`, { query: { path }, signal }),
    retry: false,
  });
