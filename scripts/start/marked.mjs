import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';

/** Variable in the environment of every process of one `npm start`; children inherit it, however far they detach. */
export const MARK = 'FLUMOTION_STARTED_BY';

/** Running processes that carry a mark: pid and parent's pid. */
function marked(mark) {
  const text = `${MARK}=${mark}`;
  return existsSync('/proc/self/environ') ? markedInProc(text) : markedByPs(text);
}

function markedInProc(text) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const environment = readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0');
        if (!environment.includes(text)) return [];
        const [state, parent] = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1).split(' ');
        return state === 'Z' ? [] : [{ pid: Number(pid), parent: Number(parent) }];
      } catch {
        // It ended meanwhile, or belongs to somebody else.
        return [];
      }
    });
}

function markedByPs(text) {
  const { stdout } = spawnSync('ps', ['axeww', '-o', 'pid=,ppid=,command='], { encoding: 'utf8' });
  return stdout
    .split('\n')
    .filter((line) => line.split(' ').includes(text))
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([pid, parent]) => ({ pid, parent }));
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch {
    // It ended meanwhile.
  }
}

/**
 * Ends every process with the mark: first those that no other of them started, in order (a worker ends its jobs), then
 * what they left. After `patience` milliseconds by force.
 */
export async function endMarked(mark, patience = 3500) {
  const deadline = Date.now() + patience;
  const asked = new Set();
  for (;;) {
    const running = marked(mark);
    if (running.length === 0) return;
    const force = Date.now() > deadline;
    const pids = new Set(running.map(({ pid }) => pid));
    for (const { pid, parent } of running) {
      if (force) signal(pid, 'SIGKILL');
      else if (!pids.has(parent) && !asked.has(pid)) {
        asked.add(pid);
        signal(pid, 'SIGTERM');
      }
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
