import { z } from 'zod';
import { PROBES } from '../../rpc/probe-messages';
import { operation } from './operation';

const worker = z.object({ worker: z.string().describe('Name of the worker.') });
const values = z.record(z.string(), z.unknown());
const question = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('elements'), type: z.string().describe('Component type.') }),
  z.strictObject({
    what: z.enum(PROBES),
    path: z.string().max(4096).optional().describe('Of the media file, or of the directory.'),
  }),
]);

/** What workers tell of their machines when they are asked. */
export const probeOperations = [
  operation({
    id: 'probeWorker',
    method: 'post',
    path: '/workers/{worker}/probe',
    role: 'operator',
    tag: 'wizard',
    summary:
      "looks on a worker's machine for cameras, sources of sound, FireWire cameras or the elements of a component, or into a media file or a directory of the folders that the worker shows",
    params: worker,
    body: question,
    answer: z.object({
      found: z.array(
        z.object({
          label: z.string(),
          values: values.describe('By names of properties.'),
          modes: z.array(z.object({ label: z.string(), values })),
        }),
      ),
      media: z
        .object({ seconds: z.number(), video: z.boolean(), audio: z.boolean(), missing: z.array(z.string()) })
        .optional()
        .describe('Of a media file.'),
      missing: z
        .array(z.object({ element: z.string(), package: z.string().optional() }))
        .optional()
        .describe('Elements that the component needs and the machine has not.'),
    }),
    errors: ['worker-away', 'component-type-unknown', 'path-forbidden', 'probe-failed'],
    changesNothing: true,
    run: ({ params, body }, { wizard }) => wizard.probe(params.worker, body),
  }),
  operation({
    id: 'listWorkerFiles',
    method: 'get',
    path: '/workers/{worker}/files',
    role: 'operator',
    tag: 'wizard',
    summary:
      "what is in a folder of a worker's machine, of those that its file names with `<browse>`; without `path`, these folders",
    params: worker,
    query: z.object({ path: z.string().max(4096).optional() }),
    answer: z.object({
      path: z.string().optional(),
      above: z.string().optional().describe('The folder above, where that may be looked into.'),
      entries: z.array(
        z.object({
          name: z.string(),
          path: z.string(),
          kind: z.enum(['file', 'folder']),
          size: z.number().optional().describe('Bytes.'),
          modified: z.number().optional().describe('Milliseconds since 1970.'),
        }),
      ),
      more: z.number().describe('Entries that were left out.'),
    }),
    errors: ['worker-away', 'path-forbidden'],
    run: ({ params, query }, { wizard }) => wizard.files(params.worker, query.path),
  }),
];
