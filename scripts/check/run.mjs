import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';

function finished(child) {
  return new Promise((resolve) => {
    child.on('error', () => resolve(false));
    child.on('close', (status) => resolve(status === 0));
  });
}

/** Runs a program whose messages are shown as they come. */
export async function runShown(program, args, cwd) {
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] });
  return { ok: await finished(child), output: '' };
}

/** Runs a program that yields to all others, and keeps what it says. */
export async function runQuietly(program, args, cwd) {
  const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  const said = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk));
  return { ok: await finished(child), output: Buffer.concat(said).toString() };
}
