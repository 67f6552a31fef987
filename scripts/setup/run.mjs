import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Runs a program for its output; `status` is null when it could not be started. */
export function ask(program, args, options = {}) {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8', ...options });
  return { status, stdout: stdout ?? '' };
}

const running = new Set();

/** Ends what `follow` is running, when this process is told to end. */
export function endFollowed() {
  for (const child of running) child.kill();
}

/**
 * Runs a program, handing each line of its output (both streams and descriptor 3) to `line`.
 * @returns its exit status and its last lines, for the sentence that says why it failed.
 */
export function follow(program, args, { line = () => undefined, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], ...options });
    const last = [];
    running.add(child);
    child.on('exit', () => running.delete(child));
    for (const stream of child.stdio.slice(1))
      createInterface({ input: stream }).on('line', (text) => {
        last.push(text);
        if (last.length > 200) last.shift();
        line(text);
      });
    child.on('error', (error) => resolve({ status: null, last: [error.message] }));
    child.on('close', (status, signal) => resolve({ status: status ?? signal, last }));
  });
}
