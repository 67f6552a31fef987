import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { listensOn } from './nginx-rtmp';
import { TestProcess } from './process';
import { waitUntil } from './wait-until';

/** Password of sources of the test server. */
export const SOURCE_PASSWORD = 'hackme & "quote"';

/** The process of a real Icecast server. 2.4.4 crashes now and then; it is started again, as a service manager does. */
export class IcecastServer {
  private wanted = true;
  private process: TestProcess;

  constructor(private readonly file: string) {
    this.process = this.begin();
  }

  get output(): string {
    return this.process.output;
  }

  /** Ends it for good. */
  kill(signal: NodeJS.Signals): void {
    this.wanted = false;
    this.process.kill(signal);
  }

  /** Waits for the end after `kill`. */
  async end(): Promise<void> {
    await this.process.end();
  }

  private begin(): TestProcess {
    const process = new TestProcess('icecast2', 'icecast2', ['-c', this.file]);
    void process.ended.then(({ signal }) => {
      if (this.wanted && signal === 'SIGSEGV') this.process = this.begin();
    });
    return process;
  }
}

/** A real Icecast server on the loopback interface; resolves when it listens. Its limit is two sources. */
export async function startIcecast(folder: string, port: number): Promise<IcecastServer> {
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
  const server = new IcecastServer(file);
  await waitUntil('icecast listens', () => listensOn(port), 10_000).catch((error: unknown) => {
    server.kill('SIGKILL');
    throw new Error(`${String(error)}\n${server.output}`);
  });
  return server;
}
