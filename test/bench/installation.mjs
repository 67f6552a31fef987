import { readdirSync, readFileSync, rmSync, writeFileSync, mkdtempSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { freePort, ROOT, start, stop, until, work } from './processes.mjs';

/** Lines of a process that are kept for saying what went wrong. */
const KEPT = 40;

/** A manager and a worker as real processes on loopback, with a planet of their own. */
export class Installation {
  folder = mkdtempSync(path.join(work, 'on-air-'));
  said = [];

  /** Starts the manager and waits until it listens. @param flows planet XML inside `<planet>`, after the manager. */
  static async of(flows) {
    const made = new Installation();
    await made.startManager(flows);
    return made;
  }

  async startManager(flows) {
    const planet = path.join(this.folder, 'planet.xml');
    writeFileSync(planet, `<planet>${MANAGER}${flows}</planet>`);
    this.port = await freePort();
    const state = path.join(this.folder, 'state');
    this.manager = this.command('manager', ['--state-dir', state, planet]);
    await until('the manager listens', () => this.get('/healthz'));
  }

  /** Starts the worker; its components are not waited for. */
  startWorker() {
    this.loggedIn = new Promise((resolve) => (this.sawLogin = resolve));
    this.worker = this.command('worker', [
      ...['-n', 'localhost', '-u', 'user', '-p', 'test', '--random-feederports'],
      ...['--rundir', path.join(this.folder, 'run')],
    ]);
  }

  /** Components by name, with their state. */
  async components() {
    const planet = await this.get('/api/planet');
    const all = planet?.flows.flatMap((flow) => flow.components) ?? [];
    return new Map(all.map((component) => [component.name, component]));
  }

  /** Waits until every component is happy, and answers the process ids by component name. */
  async happy() {
    let seen = new Map();
    const well = async () => {
      seen = await this.components();
      return seen.size > 0 && [...seen.values()].every(({ mood }) => mood === 'happy');
    };
    try {
      await until('every component happy', well);
    } catch (error) {
      const moods = [...seen.values()].map(({ name, mood, reason }) => `${name} ${mood}: ${reason ?? ''}`);
      throw new Error([error.message, ...moods, ...this.said].join('\n'), { cause: error });
    }
    return new Map([...seen].map(([name, { pid }]) => [name, pid]));
  }

  /** Ends worker, jobs and manager, and removes their folder. */
  async end() {
    if (this.worker) await stop(this.worker, 8000);
    await stop(this.manager, 8000);
    for (const pid of this.#left()) process.kill(pid, 'SIGKILL');
    rmSync(this.folder, { recursive: true, force: true });
  }

  async get(place) {
    const authorization = `Basic ${Buffer.from('user:test').toString('base64')}`;
    const answer = await fetch(`http://127.0.0.1:${this.port}${place}`, { headers: { authorization } }).catch(
      () => undefined,
    );
    return answer?.ok ? await answer.json().catch(() => true) : undefined;
  }

  command(name, args) {
    const all = [path.join(ROOT, `core/bin/flumotion-${name}.js`), '-v', '-T', 'tcp', '-H', '127.0.0.1'];
    const child = start(
      process.execPath,
      [...all, '-P', String(this.port), ...args],
      ['ignore', 'pipe', 'pipe'],
    );
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => {
        this.said.push(`${name}: ${line}`);
        if (this.said.length > KEPT) this.said.shift();
        if (name === 'worker' && /logged in/.test(line)) this.sawLogin(performance.now());
      });
    return child;
  }

  /** Jobs that outlived their worker. */
  #left() {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
      .filter((pid) => {
        try {
          return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(this.folder);
        } catch {
          return false;
        }
      })
      .map(Number);
  }
}

/** User "user" with the password "test". */
const MANAGER = `<manager name="bench"><component name="bouncer" type="htpasswdcrypt-bouncer">
  <property name="data">user:PSfNpHTkpTx1M</property></component></manager>`;

/** One component as XML. @param eat feeds it eats. @param names of the eater of each; all are of one when left out. */
export function component(name, type, eat = [], properties = {}, names = undefined) {
  const feeds = eat.map((feed) => `<feed>${feed}</feed>`);
  const eaters = names
    ? names.map((eater, at) => `<eater name="${eater}">${feeds[at]}</eater>`).join('')
    : feeds.length > 0
      ? `<eater name="default">${feeds.join('')}</eater>`
      : '';
  const values = Object.entries(properties).map(
    ([key, value]) => `<property name="${key}">${value}</property>`,
  );
  return `<component name="${name}" type="${type}" worker="localhost">${eaters}${values.join('')}</component>`;
}
