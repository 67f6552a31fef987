import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import type { FlumotionProcess, ProcessKind } from './processes';
import type { Verdict } from './verdict';

/** Milliseconds a worker may take to answer on the socket of its run directory. */
const DEADLINE = 2000;

/** Whether two processes do the work of one: two jobs of a component, two workers or managers of one name. */
export function checkMultiple(kind: ProcessKind, processes: readonly FlumotionProcess[]): Verdict {
  const mine = processes.filter((one) => one.kind === kind);
  const groups = new Map<string, number[]>();
  for (const one of mine) groups.set(nameOf(one), [...(groups.get(nameOf(one)) ?? []), one.pid]);
  const doubled = [...groups].filter(([, pids]) => pids.length > 1);
  const figures = [
    { name: 'processes', value: mine.length, min: 0 },
    { name: 'multiple', value: doubled.length, min: 0 },
  ];
  if (doubled.length === 0)
    return { state: 'OK', text: `${mine.length} ${kind} processes, no two of the same name`, figures };
  const list = doubled.map(([name, pids]) => `${name} (pids ${pids.join(', ')})`).join('; ');
  return { state: 'CRITICAL', text: `several ${kind} processes for ${list}`, figures };
}

/** Whether there are jobs that no worker has; jobs outlive their worker and wait ten minutes for the next. */
export async function checkOrphaned(processes: readonly FlumotionProcess[]): Promise<Verdict> {
  const jobs = processes.filter(({ kind }) => kind === 'job');
  const workers = new Set(processes.filter(({ kind }) => kind === 'worker').map(({ pid }) => pid));
  const folders = [...new Set(jobs.map(folderOf))];
  const held = new Map(
    await Promise.all(folders.map(async (folder) => [folder, await isHeld(folder)] as const)),
  );
  const orphans = jobs.filter((job) => !workers.has(job.parent) && held.get(folderOf(job)) !== true);
  const figures = [
    { name: 'jobs', value: jobs.length, min: 0 },
    { name: 'orphaned', value: orphans.length, min: 0 },
  ];
  if (orphans.length === 0)
    return { state: 'OK', text: `each of ${jobs.length} jobs has its worker`, figures };
  const list = orphans.map((job) => `${nameOf(job)} (pid ${job.pid})`).join('; ');
  return { state: 'CRITICAL', text: `no worker has the jobs ${list}`, figures };
}

/** How large the largest process of a kind is. */
export function checkSize(
  kind: ProcessKind,
  what: 'virtual' | 'resident',
  limits: { readonly warning: number; readonly critical: number },
  processes: readonly FlumotionProcess[],
): Verdict {
  const mine = processes.filter((one) => one.kind === kind).sort((a, b) => b[what] - a[what]);
  const [largest] = mine;
  if (!largest) return { state: 'OK', text: `there are no ${kind} processes here`, figures: [] };
  const size = largest[what];
  const { warning, critical } = limits;
  return {
    state: size >= critical ? 'CRITICAL' : size >= warning ? 'WARNING' : 'OK',
    text: `the largest of ${mine.length} ${kind} processes, ${nameOf(largest)} (pid ${largest.pid}), has ${(size / 1e6).toFixed(0)} MB ${what === 'virtual' ? 'of address space' : 'in memory'}`,
    figures: [{ name: what, value: size, unit: 'B', warn: warning, crit: critical, min: 0 }],
  };
}

/** What a process is known by: a job by its component and worker, others by their name or their arguments without passwords. */
function nameOf(one: FlumotionProcess): string {
  const { kind, args } = one;
  if (kind === 'job') {
    try {
      const { id } = JSON.parse(readFileSync(args[0] ?? '', 'utf8')) as { id?: unknown };
      if (typeof id === 'string') return `${id} in ${folderOf(one)}`;
    } catch {
      // Another user's, or gone: its file names it as well.
    }
    return args[0] ?? `pid ${one.pid}`;
  }
  const at = args.findIndex((word) => word === '-n' || word === '--name');
  return (at < 0 ? undefined : args[at + 1]) ?? (withoutPasswords(args).join(' ') || 'without arguments');
}

/** Arguments as others may read them: what stands for a password is left out. */
function withoutPasswords(args: readonly string[]): readonly string[] {
  return args.flatMap((word, at) => {
    if (/^(?:-p|--password)$/.test(args[at - 1] ?? '')) return ['…'];
    if (word.startsWith('--password=')) return ['--password=…'];
    return /^-p./.test(word) ? ['-p…'] : [word];
  });
}

/** The run directory of a job. */
function folderOf({ args }: FlumotionProcess): string {
  return dirname(args[0] ?? '');
}

/** Whether a living worker has a run directory: it answers on a socket there. */
function isHeld(folder: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(join(folder, 'worker.lock'));
    const end = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(DEADLINE, () => end(false));
    socket.once('connect', () => end(true));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      // A folder of another user cannot be asked; it is no reason to call somebody out.
      end(error.code === 'EACCES');
    });
  });
}
