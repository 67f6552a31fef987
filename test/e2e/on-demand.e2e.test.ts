import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/free-port';
import { Installation, type ComponentView } from '../support/installation';
import { waitUntil } from '../support/wait-until';

/** The sockets as Flumotion 0.10 named them. */
const SOCKETS = 'flumotion.component';
const film = Buffer.alloc(2_000_000, 'flumotion ');

const PORTER = `<property name="socket-path">flu-abcdef.socket</property>
      <property name="username">abcdefghijkl</property><property name="password">mnopqrstuvwx</property>`;
const SLAVE = PORTER.replaceAll(/name="(socket-path|username|password)"/g, 'name="porter-$1"');

let installation: Installation;
let port: number;
let folder: string;

/** What the assistant of the original wrote for files on demand: a slave of a porter. With a cache, and a single file beside it. */
function planetText(): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<planet>
  <manager name="test">
    <component name="bouncer" type="htpasswdcrypt-bouncer">
      <property name="data">user:PSfNpHTkpTx1M</property>
    </component>
  </manager>
  <atmosphere>
    <component name="porter-http" type="porter" worker="localhost" project="flumotion">
      <property name="port">${port}</property>
      ${PORTER}
    </component>
    <component name="http-server-single" type="http-server" worker="localhost" project="flumotion">
      <property name="mount_point">/alone</property>
      <property name="path">${folder}/films/film.mp4</property>
      <property name="type">slave</property>
      ${SLAVE}
    </component>
    <component name="http-server-ondemand" type="http-server" worker="localhost" project="flumotion">
      <property name="mount_point">/</property>
      <property name="allow-browsing">True</property>
      <property name="type">slave</property>
      <property name="port">${port}</property>
      ${SLAVE}
      <plugs>
        <plug type="fileprovider-localcached" socket="${SOCKETS}.misc.httpserver.fileprovider.FileProviderPlug">
          <property name="path">${folder}/films</property>
          <property name="cache-dir">${folder}/cache</property>
        </plug>
        <plug type="ratecontroller-fixed" socket="${SOCKETS}.misc.httpserver.ratecontrol.RateControllerPlug">
          <property name="rate">80000000</property>
        </plug>
        <plug type="multibitrate-playlist-plug" socket="${SOCKETS}.plugs.base.ComponentPlug">
          <compound-property name="playlist-entry">
            <property name="stream-url">http://example.org/low.m3u8</property>
            <property name="bitrate">200000</property>
          </compound-property>
        </plug>
        <plug type="requestlogger-file" socket="${SOCKETS}.plugs.request.RequestLoggerPlug">
          <property name="logfile">${folder}/access.log</property>
        </plug>
        <plug type="requestmodifier-forcedownload" socket="${SOCKETS}.plugs.requestmodifier.RequestModifierPlug">
          <property name="argument-name">force</property>
          <property name="trigger-value">true</property>
        </plug>
      </plugs>
    </component>
  </atmosphere>
</planet>
`;
}

async function server(): Promise<ComponentView> {
  const found = (await installation.components()).find(({ name }) => name === 'http-server-ondemand');
  if (!found) throw new Error('there is no http-server');
  return found;
}

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`http://127.0.0.1:${port}${path}`, { headers });

beforeAll(async () => {
  port = await freePort();
  folder = mkdtempSync(join(tmpdir(), 'flumotion-ondemand-'));
  mkdirSync(join(folder, 'films'));
  writeFileSync(join(folder, 'films/film.mp4'), film);
  installation = await Installation.start({ planet: planetText(), transport: 'tcp' });
  installation.startWorker();
  await installation.mood('happy');
});

afterAll(async () => {
  await installation.dispose();
  rmSync(folder, { recursive: true, force: true });
});

test('a planet of the original serves its files, out of the cache the second time', async () => {
  for (let round = 0; round < 2; round++)
    expect(Buffer.from(await (await get('/film.mp4')).arrayBuffer()).equals(film)).toBe(true);
  expect(Buffer.from(await (await get('/alone')).arrayBuffer()).equals(film)).toBe(true);
  expect([(await get('/alone/film.mp4')).status, (await get('/../etc/passwd')).status]).toEqual([404, 404]);
  const part = await get('/film.mp4?force=true', { Range: 'bytes=1000000-1000009' });
  expect([part.status, await part.text()]).toEqual([206, film.toString('latin1', 1_000_000, 1_000_010)]);
  expect(part.headers.get('content-disposition')).toBe("attachment; filename*=utf-8''film.mp4");
  expect(await (await get('/main.m3u8')).text()).toContain('#EXT-X-STREAM-INF:BANDWIDTH=200000');
  await waitUntil(
    'the figures',
    async () => Number((await server()).stats?.['fileprovider-localcached.cache-hit-count']) >= 1,
    20_000,
  );
  await waitUntil(
    'the request is written',
    () =>
      /"GET \/film\.mp4\?force=true HTTP\/1\.1" 206 10 /.test(
        readFileSync(join(folder, 'access.log'), 'utf8'),
      ),
    20_000,
  );
});

test('a server that is killed is back, with its cache', async () => {
  const { pid } = await server();
  process.kill(Number(pid), 'SIGKILL');
  await waitUntil('another process', async () => ![pid, undefined].includes((await server()).pid), 30_000);
  await waitUntil('files again', async () => (await get('/film.mp4')).status === 200, 30_000);
  expect(Buffer.from(await (await get('/film.mp4')).arrayBuffer()).equals(film)).toBe(true);
  await waitUntil(
    'a hit',
    async () => Number((await server()).stats?.['fileprovider-localcached.cache-hit-count']) >= 1,
    20_000,
  );
});
