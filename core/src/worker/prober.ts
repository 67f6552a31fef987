import { execFile } from 'node:child_process';
import { access, constants, stat } from 'node:fs/promises';
import { inject, injectable } from 'tsyringe';
import type { z } from 'zod/v3';
import { errorText, FlumotionError } from '../errors';
import { probeAnswer, type Probe } from '../rpc/probe-messages';
import { WORKER_SETTINGS } from '../tokens';
import { firewireCameras } from './firewire';
import { Folders } from './folders';
import type { WorkerSettings } from './settings';

/** What was found. */
export type ProbeAnswer = z.infer<typeof probeAnswer>;

/** Milliseconds for a look at devices or into a file. */
const DEADLINE = 35_000;

/** Looks for devices and into files, by a short-lived process where GStreamer is needed; one at a time. */
@injectable()
export class Prober {
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    @inject(WORKER_SETTINGS) private readonly settings: Pick<WorkerSettings, 'programs'>,
    @inject(Folders) private readonly folders: Folders,
  ) {}

  /** @throws FlumotionError `path-forbidden` or `probe-failed`. */
  async probe(what: Probe, path = ''): Promise<ProbeAnswer> {
    switch (what) {
      case 'firewire': {
        const cameras = await firewireCameras();
        return { found: cameras.map(({ label, guid }) => ({ label, values: { guid }, modes: [] })) };
      }
      case 'directory':
        return this.directory(await this.folders.within(path));
      case 'media-file':
        return this.ask({ what, path: await this.folders.within(path) });
      default:
        return this.ask({ what });
    }
  }

  private async directory(path: string): Promise<ProbeAnswer> {
    const { R_OK, X_OK } = constants;
    const isFolder = (await stat(path)).isDirectory();
    const isReadable = await access(path, R_OK | X_OK).then(
      () => true,
      () => false,
    );
    if (isFolder && isReadable) return { found: [{ label: path, values: {}, modes: [] }] };
    const reason = isFolder ? 'the worker may not read it' : 'it is a file, not a folder';
    throw FlumotionError.of('probe-failed', { what: path, reason });
  }

  private ask(question: { readonly what: Probe; readonly path?: string }): Promise<ProbeAnswer> {
    const mine = this.turn.then(() => this.run(question));
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  private async run(question: { readonly what: Probe; readonly path?: string }): Promise<ProbeAnswer> {
    try {
      const text = await this.answerOf(JSON.stringify(question));
      return probeAnswer.parse(JSON.parse(text.slice(text.lastIndexOf('\n{') + 1)));
    } catch (error) {
      throw FlumotionError.of('probe-failed', {
        what: question.path ?? question.what,
        reason: errorText(error),
      });
    }
  }

  private answerOf(question: string): Promise<string> {
    const options = { timeout: DEADLINE, killSignal: 'SIGKILL', maxBuffer: 4 * 1024 * 1024 } as const;
    return new Promise((resolve, reject) => {
      const args = [this.settings.programs.deviceProbe];
      const child = execFile(process.execPath, args, options, (error, stdout, stderr) => {
        const said = stderr.trim().split('\n').at(-1) ?? '';
        if (error) reject(new Error(said === '' ? error.message : said));
        else resolve(stdout);
      });
      // It may end before it is asked; why is told by its end.
      child.stdin?.on('error', () => undefined);
      child.stdin?.end(question);
    });
  }
}
