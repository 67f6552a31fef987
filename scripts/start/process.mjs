import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Lines of a process that are kept for saying why it ended. */
const KEPT = 50;
/** Times within how many milliseconds a process is started again, and the pause before it. */
const RESTARTS = 5;
const WINDOW = 60_000;
const PAUSE = 500;

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

/**
 * Starts a process, and again whenever it ends: after a pause, and `RESTARTS` times within `WINDOW` at the most.
 * @param begin starts it, as `startProcess` does.
 * @param wanted tells whether it is to be started again now.
 * @param say is told why it is started again.
 * @returns resolves with the last sentence when it is given up.
 */
export async function keepProcess(begin, wanted, say) {
  const deaths = [];
  for (;;) {
    const reason = await begin().ended;
    deaths.push(Date.now());
    const tooMany = deaths.length > RESTARTS && deaths.at(-1) - deaths.shift() < WINDOW;
    if (!wanted() || tooMany) return reason;
    say(`${reason.split(/[;\n]/)[0]}; it is started again`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

/** The command's own sentence where it said one, else its last log lines. */
function whyEnded(name, status, last) {
  const own = last.findLast((text) => text.startsWith(`flumotion-${name}: `));
  if (own) return own.slice(`flumotion-${name}: `.length);
  return `the ${name} ended (${status}); its last words were:\n${last.slice(-5).join('\n')}`;
}
