import { runInNewContext } from 'node:vm';

/** Milliseconds a plugin may take to load before it is given up. */
export const LOAD_DEADLINE = 10_000;

/** How code ends its process. */
const ENDS = ['exit', 'abort', 'reallyExit', 'kill'] as const;

/**
 * Runs foreign code in this thread and breaks off when it does not come back, an endless loop included, or wants to end
 * the process. The working folder is put back: relative paths rest on it.
 * @param deadline milliseconds.
 * @throws what the code throws, an error with code `ERR_SCRIPT_EXECUTION_TIMEOUT`, or one that names how it wanted to end.
 */
export function guarded<T>(run: () => T, deadline: number): T {
  const own = process as unknown as Record<(typeof ENDS)[number], unknown>;
  const kept = ENDS.map((name) => [name, own[name]] as const);
  const kill = process.kill.bind(process);
  const chdir = process.chdir.bind(process);
  const folder = workingFolder();
  let ended: string | undefined;
  for (const name of ENDS)
    own[name] = (...given: unknown[]) => {
      if (name === 'kill' && !isOwn(given)) return kill(...(given as Parameters<typeof kill>));
      ended ??= name;
      throw new Error(refusal(name));
    };
  try {
    const result = runInNewContext('run()', { run }, { timeout: deadline }) as T;
    // It may have caught what was thrown.
    if (ended !== undefined) throw new Error(refusal(ended));
    return result;
  } finally {
    for (const [name, value] of kept) own[name] = value;
    if (folder !== undefined && workingFolder() !== folder) chdir(folder);
  }
}

/** The working folder; undefined when it was taken away. */
function workingFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}

/** Whether a signal is for this process or a group with it in; 0 only asks whether somebody is there. */
function isOwn([pid, signal]: readonly unknown[]): boolean {
  return signal !== 0 && (Number(pid) === process.pid || Number(pid) <= 0);
}

function refusal(name: string): string {
  return `it calls process.${name}() while it is loaded`;
}
