import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { TestProcess } from './process';
import { waitUntil } from './wait-until';

/** Whether something listens on a TCP port of the loopback interface. */
export function listensOn(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}

/** nginx with its RTMP module, which takes streams for the application `live`. Resolves when it listens. */
export async function startRtmpServer(folder: string, port: number): Promise<TestProcess> {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'nginx.conf');
  writeFileSync(
    file,
    `load_module /usr/lib/nginx/modules/ngx_rtmp_module.so;
     daemon off; master_process off; pid ${folder}/pid; error_log stderr warn;
     events { worker_connections 64; }
     rtmp { server { listen 127.0.0.1:${String(port)}; application live { live on; } } }`,
  );
  const server = new TestProcess('nginx', 'nginx', ['-c', file, '-p', folder]);
  await waitUntil('nginx listens', () => listensOn(port), 10_000).catch((error: unknown) => {
    server.kill('SIGKILL');
    throw new Error(`${String(error)}\n${server.output}`);
  });
  return server;
}
