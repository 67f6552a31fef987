import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Lines of a process that are kept for saying why it ended. */
const KEPT = 50;

/**
 * Starts one of the commands as a process of its own session.
 * @param line called with each line it writes.
 * @returns `ended`: resolves with a sentence when it ends.
 */
export function startProcess(name, args, { env, cwd, line }) {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, ...env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const last = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (text) => {
      last.push(text);
      if (last.length > KEPT) last.shift();
      line(text);
    });
  const ended = new Promise((resolve) => {
    child.on('error', (error) => resolve(`the ${name} could not be started: ${error.message}`));
    child.on('close', (status, signal) => resolve(whyEnded(name, status ?? signal, last)));
  });
  return { ended };
}

/** The command's own sentence where it said one, else its last log lines. */
function whyEnded(name, status, last) {
  const own = last.findLast((text) => text.startsWith(`flumotion-${name}: `));
  if (own) return own.slice(`flumotion-${name}: `.length);
  return `the ${name} ended (${status}); its last words were:\n${last.slice(-5).join('\n')}`;
}
