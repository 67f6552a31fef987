import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashSync } from 'bcrypt';
import { freePort } from '../support/free-port';
import { Installation } from '../support/installation';
import { Listener } from '../support/listener';
import { component } from '../support/planets';

let installation: Installation;
let folder: string;
let logfile: string;
let place: string;

/** The streamer is on one worker and its bouncer on another: what they say goes through the manager. */
function planetText(port: number): string {
  const list = ['ann', 'bob', 'cid'].map((user) => `${user}:${hashSync('one', 4)}`).join('\n');
  const streamer = component('http', 'http-streamer', {
    eat: { default: ['muxer'] },
    properties: { port, 'mount-point': '/', bouncer: 'members', 'burst-on-connect': 'true' },
  });
  const logger = `<plugs><plug type="requestlogger-file">
    <property name="logfile">${logfile}</property><property name="format">json</property></plug></plugs>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<planet>
  <manager name="test">
    <component name="door" type="htpasswdcrypt-bouncer"><property name="data">user:PSfNpHTkpTx1M</property></component>
  </manager>
  <atmosphere>
    <component name="members" type="htpasswdcrypt-bouncer" worker="far"><property name="data">${list}</property></component>
  </atmosphere>
  <flow name="default">
${component('audio', 'audiotest-producer', { properties: { samplerate: 16_000 } })}
${component('vorbis', 'vorbis-encoder', { eat: { default: ['audio'] } })}
${component('muxer', 'ogg-muxer', { eat: { default: ['vorbis'] } })}
${streamer.replace('>', `>${logger}`)}
  </flow>
</planet>
`;
}

async function listening(user: string): Promise<Listener> {
  const listener = new Listener(`http://${user}:one@${place}`);
  await installation.until('the stream flows', () => listener.bytes > 2000, 20_000);
  return listener;
}

async function goesOn(listener: Listener): Promise<void> {
  const { bytes } = listener;
  await installation.until('more of the stream', () => listener.bytes > bytes, 20_000);
  expect(listener.ended).toBeUndefined();
}

async function rows(path: string): Promise<readonly Record<string, unknown>[]> {
  const { status, body } = await installation.get(`/api/components/${path}`);
  if (status !== 200) throw new Error(body);
  return (JSON.parse(body) as { rows: Record<string, unknown>[] }).rows;
}

const users = async (path: string): Promise<readonly unknown[]> =>
  (await rows(path)).map(({ user }) => user).sort();
const keycards = 'atmosphere/members/tables/keycards';
const eject = (user: string): Promise<{ status: number; body: string }> =>
  installation.call('POST', '/api/components/atmosphere/members/actions/eject-keycard', { user });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keycards-'));
  logfile = join(folder, 'access.json');
  const port = await freePort();
  place = `127.0.0.1:${String(port)}/`;
  installation = await Installation.start({ planet: planetText(port) });
  installation.startWorker();
  installation.startWorker('far');
  await installation.mood('happy', undefined, 60_000);
});

afterAll(async () => {
  await installation.dispose();
  rmSync(folder, { recursive: true });
});

test('a bouncer on another machine knows who is in and ejects; no death on the way ejects anybody', async () => {
  const [ann, bob, cid] = [await listening('ann'), await listening('bob'), await listening('cid')];
  await installation.until('the bouncer knows all', async () => (await users(keycards)).length === 3, 20_000);
  expect(await users(keycards)).toEqual(['ann', 'bob', 'cid']);
  expect(await users('default/http/tables/listeners?sort=-bytes')).toEqual(['ann', 'bob', 'cid']);
  expect((await rows(`${keycards}?user=ann`))[0]).toMatchObject({ component: '/default/http', path: '/' });

  expect(await eject('bob')).toEqual({ status: 200, body: '{"ejected":1}' });
  await installation.until('bob is sent away', () => bob.ended !== undefined, 20_000);
  const departures = (): Promise<readonly Record<string, unknown>[]> =>
    rows('default/http/tables/departures');
  await installation.until('that he left', async () => (await departures()).length > 0, 40_000);
  expect((await departures())[0]).toMatchObject({ user: 'bob', reason: 'ejected', address: '127.0.0.1' });

  await installation.until('a line', () => readFileSync(logfile, 'utf8').includes('"bob"'), 20_000);
  expect(JSON.parse(readFileSync(logfile, 'utf8').trim())).toMatchObject({ user: 'bob', reason: 'ejected' });
  renameSync(logfile, `${logfile}.1`);
  const near = installation.workers.get('localhost');
  near?.kill('SIGHUP');
  await installation.until('a new file', () => existsSync(logfile), 20_000);
  await installation.until(
    'the worker to say so',
    () => near?.output.includes('log files of the jobs are opened anew') === true,
    20_000,
  );

  installation.manager?.kill('SIGKILL');
  near?.kill('SIGKILL');
  installation.workers.get('far')?.kill('SIGKILL');
  await Promise.all([near?.end(), installation.workers.get('far')?.end(), installation.manager?.end()]);
  await goesOn(ann);
  await goesOn(cid);
  ann.close();
  await installation.startManager();
  installation.startWorker();
  installation.startWorker('far');
  await installation.mood('happy', undefined, 60_000);
  await goesOn(cid);
  expect((await eject('cid')).status).toBe(200);
  await installation.until('cid is sent away', () => cid.ended !== undefined, 40_000);
});
