import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';

/** Folder of the benchmarks. */
export const HERE = import.meta.dirname;
/** Folder of the project. */
export const ROOT = path.resolve(HERE, '../..');
/** Folder for files of this run; removed when it ends. */
export const work = mkdtempSync(path.join(os.tmpdir(), 'flumotion-bench-'));

const children = new Set();

process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(work, { recursive: true, force: true });
});
process.on('SIGINT', () => process.exit(1));
process.on('SIGTERM', () => process.exit(1));

/** Starts a process that ends with this one at the latest. */
export function start(command, args, stdio) {
  const child = spawn(command, args, { stdio, cwd: ROOT });
  children.add(child);
  child.on('error', (error) => console.error(`${command}: ${error.message}`));
  child.on('exit', () => children.delete(child));
  return child;
}

/** Ends a process and waits until it is gone; by force after `patience` milliseconds. */
export async function stop(child, patience = 3000) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const late = setTimeout(() => child.kill('SIGKILL'), patience);
  await gone;
  clearTimeout(late);
}

/** Runs a command to its end; throws with what it said when it fails. */
export function run(command, args) {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} failed: ${error?.message ?? stderr}`);
}

/** Compiles a C program of this folder and returns its path. */
export function compile(name) {
  const program = path.join(work, name);
  run('cc', ['-O2', '-o', program, path.join(HERE, `${name}.c`)]);
  return program;
}

/** A TCP port that nobody uses now. */
export function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** User and system time of a process in seconds, and its resident memory in MB. */
export function usage(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  const resident = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return { cpu: (Number(fields[11]) + Number(fields[12])) / 100, rss: Number(resident) / 1024 };
}

/** The same of a process and those it has started, together. */
export function familyUsage(pid) {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  const all = [pid, ...children].map(usage);
  return {
    cpu: all.reduce((sum, { cpu }) => sum + cpu, 0),
    rss: all.reduce((sum, { rss }) => sum + rss, 0),
  };
}

/** Waits for a condition, up to 60 s. */
export async function until(what, holds) {
  const deadline = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`${what}: not within 60 s`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
