import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hashSync } from 'bcrypt';
import { freePort } from '../support/free-port';
import { Installation } from '../support/installation';
import { Listener } from '../support/listener';
import { component } from '../support/planets';

/** The sockets as Flumotion 0.10 named them. */
const BASE = 'flumotion.component.bouncers';

let installation: Installation;
let folder: string;
let users: string;
let members: string;
let guests: string;

function streamer(name: string, port: number, bouncer: string | undefined, plugs = ''): string {
  const properties = { port, 'mount-point': '/', ...(bouncer === undefined ? {} : { bouncer }) };
  return component(name, 'http-streamer', { eat: { default: ['muxer'] }, properties }).replace(
    '>',
    `>${plugs}`,
  );
}

/** A manager, a bouncer of the atmosphere and a streamer, each with judgements inside. */
function planetText(ports: readonly [number, number]): string {
  const list = `<plug type="htpasswdcrypt-bouncer-plug"><property name="filename">${users}</property></plug>`;
  const local = `
        <plug type="ipbouncer-plug" socket="${BASE}.algorithms.BouncerAlgorithm">
          <property name="allow">127.0.0.0/8</property>
          <property name="allow">::1</property>
        </plug>`;
  const inside = `
      <plugs>
        <plug type="multibouncer-plug" socket="${BASE}.plug.BouncerPlug">
          <property name="combination">ipbouncer-plug and not ipbouncer-plug-1 and tokentest-bouncer-plug</property>
        </plug>${local}
        <plug type="ipbouncer-plug"><property name="allow">10.0.0.0/8</property></plug>
        <plug type="tokentest-bouncer-plug" socket="${BASE}.algorithms.BouncerAlgorithm">
          <property name="authorized-token">sesame</property>
        </plug>
      </plugs>`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<planet>
  <manager name="test">
    <component name="door" type="multi-bouncer">
      <plugs>${local}
        <plug type="htpasswdcrypt-bouncer-plug"><property name="data">user:PSfNpHTkpTx1M</property></plug>
      </plugs>
    </component>
  </manager>
  <atmosphere>
    <component name="members" type="multi-bouncer" worker="localhost"><plugs>${local}${list}</plugs></component>
  </atmosphere>
  <flow name="default">
${component('audio', 'audiotest-producer', { properties: { samplerate: 16_000 } })}
${component('vorbis', 'vorbis-encoder', { eat: { default: ['audio'] } })}
${component('muxer', 'ogg-muxer', { eat: { default: ['vorbis'] } })}
${streamer('by-component', ports[0], 'members')}
${streamer('by-plugs', ports[1], undefined, inside)}
  </flow>
</planet>
`;
}

/** Asks for a stream and leaves. */
async function status(url: string): Promise<number> {
  const listener = new Listener(url);
  await installation.until('an answer', () => listener.status !== 0 || listener.ended !== undefined, 10_000);
  listener.close();
  return listener.status;
}

/** Listens, and waits until media come. */
async function listening(url: string): Promise<Listener> {
  const listener = new Listener(url);
  await installation.until('the stream flows', () => listener.bytes > 2000, 20_000);
  return listener;
}

async function goesOn(listener: Listener): Promise<void> {
  const { bytes } = listener;
  await installation.until('more of the stream', () => listener.bytes > bytes, 20_000);
  expect(listener.ended).toBeUndefined();
}

const put = (plug: string, property: string, value: unknown): Promise<{ status: number; body: string }> =>
  installation.call('PUT', `/api/components/default/by-plugs/plugs/${plug}/properties/${property}`, {
    value,
  });

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bouncers-'));
  users = join(folder, 'users');
  writeFileSync(users, `ann:${hashSync('one', 4)}\n`);
  const ports = [await freePort(), await freePort()] as const;
  members = `127.0.0.1:${String(ports[0])}/`;
  guests = `http://127.0.0.1:${String(ports[1])}/`;
  installation = await Installation.start({ planet: planetText(ports) });
  installation.startWorker();
  await installation.mood('happy', undefined, 40_000);
});

afterAll(async () => {
  await installation.dispose();
  rmSync(folder, { recursive: true });
});

test('a bouncer asks for name and password; another password drops nobody, and nor does its end', async () => {
  expect(await status(`http://${members}`)).toBe(401);
  expect(await status(`http://ann:two@${members}`)).toBe(401);
  const ann = await listening(`http://ann:one@${members}`);
  writeFileSync(users, `bob:${hashSync('two', 4)}\nann:${hashSync('three', 4)}\n`);
  expect(await status(`http://ann:one@${members}`)).toBe(401);
  expect(await status(`http://bob:two@${members}`)).toBe(200);
  await installation.call('POST', '/api/components/atmosphere/members/stop');
  await installation.until(
    'nobody judges',
    async () => (await status(`http://bob:two@${members}`)) === 503,
    20_000,
  );
  const path = '/api/components/default/by-component/properties/allow-default';
  expect((await installation.call('PUT', path, { value: true })).status).toBe(200);
  expect(await status(`http://${members}`)).toBe(200);
  await goesOn(ann);
  ann.close();
});

test('plugs judge in the streamer itself, and what is changed in them drops nobody who still may be there', async () => {
  expect(await status(guests)).toBe(403);
  expect(await status(`${guests}?token=sesame`)).toBe(200);
  const guest = await listening(`${guests}?token=sesame`);
  const { pid } = await installation.component('/default/by-plugs');
  const changed = await put('tokentest-bouncer-plug', 'authorized-token', 'pepper');
  expect(changed.status).toBe(200);
  expect(changed.body).not.toContain('pepper');
  expect(await status(`${guests}?token=sesame`)).toBe(403);
  expect(await status(`${guests}?token=pepper`)).toBe(200);
  const wrong = await put('multibouncer-plug', 'combination', 'ipbouncer-plug and (not');
  expect([wrong.status, wrong.body]).toEqual([422, expect.stringContaining('character 24: expected a name')]);
  expect((await put('multibouncer-plug', 'combination', 'ipbouncer-plug')).status).toBe(200);
  expect(await status(guests)).toBe(200);
  await goesOn(guest);
  expect((await installation.component('/default/by-plugs')).pid).toBe(pid);
  guest.close();
});
