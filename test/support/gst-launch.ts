import { spawn, type ChildProcess } from 'node:child_process';

/**
 * Starts a pipeline in a process of its own; `fd` becomes its descriptor 3.
 * @returns the process and what it has printed so far.
 */
export function gstLaunch(
  pipeline: string,
  fd?: number,
): { readonly child: ChildProcess; readonly output: () => string; readonly bytes: () => Buffer } {
  const stdio = fd === undefined ? [] : [fd];
  const child = spawn('gst-launch-1.0', ['-q', ...pipeline.split(/\s+/)], {
    stdio: ['ignore', 'pipe', 'pipe', ...stdio],
    env: { ...process.env, GST_DEBUG_NO_COLOR: '1' },
  });
  const parts: Buffer[] = [];
  let errors = '';
  child.stdout?.on('data', (chunk: Buffer) => void parts.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => void (errors += chunk.toString()));
  return {
    child,
    output: () => Buffer.concat(parts).toString() + errors,
    bytes: () => Buffer.concat(parts),
  };
}
