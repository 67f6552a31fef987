import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listensOn } from './nginx-rtmp';
import { TestProcess } from './process';
import { waitUntil } from './wait-until';

/** Password of sources of the test server. */
export const SOURCE_PASSWORD = 'hackme & "quote"';

/** A real Icecast server on the loopback interface; resolves when it listens. Its limit is two sources. */
export async function startIcecast(folder: string, port: number): Promise<TestProcess> {
  mkdirSync(folder, { recursive: true });
  // As root the server changes to another user before it opens its log.
  chmodSync(dirname(folder), 0o711);
  chmodSync(folder, 0o777);
  const file = join(folder, 'icecast.xml');
  const owner =
    process.getuid?.() === 0 ? '<changeowner><user>nobody</user><group>nogroup</group></changeowner>' : '';
  const password = SOURCE_PASSWORD.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  writeFileSync(
    file,
    `<icecast>
      <limits><clients>20</clients><sources>2</sources><source-timeout>10</source-timeout></limits>
      <authentication><source-password>${password}</source-password><admin-user>admin</admin-user>
        <admin-password>${password}</admin-password></authentication>
      <hostname>localhost</hostname>
      <listen-socket><port>${String(port)}</port><bind-address>127.0.0.1</bind-address></listen-socket>
      <paths><basedir>${folder}</basedir><logdir>${folder}</logdir><webroot>/usr/share/icecast2/web</webroot>
        <adminroot>/usr/share/icecast2/admin</adminroot></paths>
      <logging><accesslog>access.log</accesslog><errorlog>error.log</errorlog><loglevel>2</loglevel></logging>
      <security><chroot>0</chroot>${owner}</security>
    </icecast>`,
  );
  const server = new TestProcess('icecast2', 'icecast2', ['-c', file]);
  await waitUntil('icecast listens', () => listensOn(port), 10_000).catch((error: unknown) => {
    server.kill('SIGKILL');
    throw new Error(`${String(error)}\n${server.output}`);
  });
  return server;
}
