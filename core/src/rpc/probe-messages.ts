import { z } from 'zod/v3';
import { request } from './messages';

const value = z.union([z.string(), z.number(), z.tuple([z.number().int(), z.number().int()])]);
const values = z.record(z.string(), value);

/** What a worker can be asked for. */
export const PROBES = ['video', 'sound', 'firewire', 'media-file', 'directory'] as const;

/** What can be looked for on a worker's machine. */
export type Probe = (typeof PROBES)[number];

const found = z.object({
  label: z.string(),
  /** Values by the names that properties of components have. */
  values,
  /** Forms in which it gives its media. */
  modes: z.array(z.object({ label: z.string(), values })),
});

/** What was found on a worker's machine. */
export const probeAnswer = z.object({
  found: z.array(found),
  /** Of a media file: what is in it. */
  media: z
    .object({
      seconds: z.number(),
      video: z.boolean(),
      audio: z.boolean(),
      /** Media in it that cannot be decoded there. */
      missing: z.array(z.string()),
    })
    .optional(),
});

/** Manager → worker: which devices are there, or what is in a file. */
export const probe = request(
  'probe',
  z.object({ what: z.enum(PROBES), path: z.string().optional() }),
  probeAnswer,
  40_000,
);

/** Manager → worker: what is in a folder; the folders that may be looked into when there is no path. */
export const listFiles = request(
  'list-files',
  z.object({ path: z.string().optional() }),
  z.object({
    /** The folder, without links; undefined for the list of those that may be looked into. */
    path: z.string().optional(),
    /** The folder above, where that may be looked into. */
    above: z.string().optional(),
    entries: z.array(
      z.object({
        name: z.string(),
        path: z.string(),
        kind: z.enum(['file', 'folder']),
        size: z.number().optional(),
        /** Milliseconds since 1970. */
        modified: z.number().optional(),
      }),
    ),
    /** Entries that were left out. */
    more: z.number().int(),
  }),
);
