import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Runs a program for its output; `status` is null when it could not be started. */
export function ask(program, args, options = {}) {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8', ...options });
  return { status, stdout: stdout ?? '' };
}

/**
 * Runs a program, handing each line of its output (both streams and descriptor 3) to `line`.
 * @returns its exit status and its last lines, for the sentence that says why it failed.
 */
export function follow(program, args, { line = () => undefined, ...options } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], ...options });
    const last = [];
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
