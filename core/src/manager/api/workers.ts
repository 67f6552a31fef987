import { z } from 'zod';
import { FlumotionError } from '../../errors';
import { guidance } from '../../model/nearest';
import { quoted } from '../../model/problem';
import { workerAnswer } from './answers';
import { operation } from './operation';

const named = z.object({ worker: z.string().describe('Name of the worker.') });

/** The workers: their machine, version, packages and elements. */
export const workerOperations = [
  operation({
    id: 'listWorkers',
    method: 'get',
    path: '/workers',
    role: 'viewer',
    tag: 'planet',
    summary: 'all workers that are or were logged in, with their packages; those that are first',
    answer: z.object({ workers: z.array(workerAnswer) }),
    errors: [],
    run: (_, { control }) => ({ workers: control.workers() }),
  }),
  operation({
    id: 'getWorker',
    method: 'get',
    path: '/workers/{worker}',
    role: 'viewer',
    tag: 'planet',
    summary: 'one worker',
    params: named,
    answer: workerAnswer,
    errors: ['worker-unknown'],
    run: ({ params: { worker } }, { control }) => {
      const found = control.worker(worker);
      if (found) return found;
      const names = control.workers().map(({ name }) => name);
      throw FlumotionError.of('worker-unknown', { worker: quoted(worker), advice: guidance(worker, names) });
    },
  }),
  operation({
    id: 'listWorkerElements',
    method: 'get',
    path: '/workers/{worker}/elements',
    role: 'viewer',
    tag: 'planet',
    summary:
      'the component types that a worker has, each with the GStreamer elements that its machine lacks for it',
    params: named,
    answer: z.object({
      types: z.array(
        z.object({
          type: z.string(),
          missing: z
            .array(z.object({ element: z.string(), package: z.string().optional() }))
            .describe('Each with the Debian package that has it, where that is known.'),
        }),
      ),
    }),
    errors: ['worker-away'],
    run: async ({ params: { worker } }, { wizard }) => ({ types: await wizard.missingElements(worker) }),
  }),
];
