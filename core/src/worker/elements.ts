import { execFile } from 'node:child_process';
import { inject, injectable } from 'tsyringe';
import { z } from 'zod/v3';
import { errorText, FlumotionError } from '../errors';
import { WORKER_SETTINGS } from '../tokens';
import type { WorkerSettings } from './settings';

const answer = z.object({
  missing: z.array(z.object({ element: z.string(), package: z.string().optional() })),
});

/** An element this machine lacks, and the Debian package that brings it where known. */
export type MissingElement = z.infer<typeof answer>['missing'][number];

const DEADLINE = 25_000;
const MAX_NAMES = 1_000;

/** Tells which GStreamer elements this machine lacks, by a short-lived process: the worker itself loads no GStreamer. */
@injectable()
export class ElementChecker {
  private readonly present = new Set<string>();

  constructor(@inject(WORKER_SETTINGS) private readonly settings: Pick<WorkerSettings, 'programs'>) {}

  /**
   * The absent ones of these elements. What was found once is not looked for again; what was absent is.
   * @throws FlumotionError `elements-unchecked` when the process fails.
   */
  async missing(elements: readonly string[]): Promise<MissingElement[]> {
    const unknown = [...new Set(elements)].filter((name) => !this.present.has(name)).slice(0, MAX_NAMES);
    if (unknown.length === 0) return [];
    const { missing } = await this.ask(unknown);
    const absent = new Set(missing.map(({ element }) => element));
    for (const name of unknown) if (!absent.has(name)) this.present.add(name);
    return missing;
  }

  private ask(elements: readonly string[]): Promise<z.infer<typeof answer>> {
    return new Promise((resolve, reject) => {
      const args = [this.settings.programs.elementChecker, JSON.stringify(elements)];
      const options = { timeout: DEADLINE, killSignal: 'SIGKILL', maxBuffer: 1024 * 1024 } as const;
      execFile(process.execPath, args, options, (error, stdout, stderr) => {
        try {
          if (error) throw new Error(error.message, { cause: error });
          resolve(answer.parse(JSON.parse(stdout.slice(stdout.lastIndexOf('{"missing"')))));
        } catch (failure) {
          const reason = [errorText(failure), stderr.trim().slice(-500)]
            .filter((part) => part !== '')
            .join(': ');
          reject(FlumotionError.of('elements-unchecked', { reason }));
        }
      });
    });
  }
}
