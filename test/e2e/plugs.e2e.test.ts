import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/free-port';
import { Installation, type ComponentView } from '../support/installation';
import { oggFlow } from '../support/planets';
import { waitUntil } from '../support/wait-until';

/** The sockets as Flumotion 0.10 named them. */
const BASE = 'flumotion.component.plugs';

interface View extends ComponentView {
  readonly plugs: readonly { readonly name: string; readonly properties: object }[];
}

let installation: Installation;
let port: number;
let folder: string;

/** The flow of test picture and tone with effects and the plugs of an old file. */
function planetText(folder: string): string {
  const effects = `
      <plugs>
        <plug type="effect-volume"><property name="volume">0.5</property></plug>
      </plugs>`;
  const old = `
      <plugs>
        <plug type="component-example" socket="${BASE}.base.ComponentPlug"/>
        <plug type="requestlogger-file" socket="${BASE}.request.RequestLoggerPlug">
          <property name="logfile">${join(folder, 'access.log')}</property>
        </plug>
        <plug type="requestmodifier-forcedownload" socket="${BASE}.requestmodifier.RequestModifierPlug">
          <property name="argument-name">download</property>
        </plug>
        <plug type="streamdataprovider-example" socket="${BASE}.streamdata.StreamDataProviderPlug">
          <property name="description">Evening news</property>
        </plug>
      </plugs>`;
  const flow = oggFlow(port)
    .replace(/(type="audiotest-producer"[^>]*>)/, `$1${effects}`)
    .replace(/(type="http-streamer"[^>]*>)/, `$1${old}`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<planet>
  <manager name="test">
    <component name="bouncer" type="htpasswdcrypt-bouncer">
      <property name="data">user:PSfNpHTkpTx1M</property>
    </component>
    <plugs>
      <plug type="adminaction-loggerfile" socket="${BASE}.adminaction.AdminActionPlug">
        <property name="logfile">${join(folder, 'actions.log')}</property>
      </plug>
      <plug type="manager-example" socket="${BASE}.base.ManagerPlug"/>
    </plugs>
  </manager>
${flow}
</planet>
`;
}

/** The component with sound. */
async function sound(): Promise<View> {
  const found = (await installation.components()).find(
    (one) => 'effect-volume.volume-peak' in (one.stats ?? {}),
  );
  if (!found) throw new Error('no component has the figures of an effect');
  return found as View;
}

async function peak(): Promise<number> {
  return Number((await sound()).stats?.['effect-volume.volume-peak']);
}

beforeAll(async () => {
  port = await freePort();
  folder = mkdtempSync(join(tmpdir(), 'flumotion-plugs-'));
  installation = await Installation.start({ planet: planetText(folder), transport: 'tcp' });
  installation.startWorker();
  await installation.mood('happy');
});

afterAll(async () => {
  await installation.dispose();
  rmSync(folder, { recursive: true, force: true });
});

test('an effect is changed in the running job through the API, and its figures follow', async () => {
  const before = await waitFor('a level', peak, (level) => level > -30);
  const { id, name, pid } = await sound();
  const path = `/api/components/default/${name}/plugs/effect-volume/properties/volume`;
  const { status, body } = await installation.call('PUT', path, { value: 0.05 });
  expect([status, JSON.parse(body)]).toEqual([200, expect.objectContaining({ id })]);
  const after = await waitFor('the sound is quieter', peak, (level) => level < before - 15);
  expect(before - after).toBeCloseTo(20, 0);
  const now = await sound();
  expect([now.pid, now.plugs[0]?.properties]).toEqual([pid, { volume: 0.05 }]);
  expect(readFileSync(installation.planetFile, 'utf8')).toContain('<property name="volume">0.05</property>');
});

test('what was changed survives a restart of the manager, and the job goes on', async () => {
  const { pid } = await sound();
  installation.manager?.kill('SIGTERM');
  await installation.manager?.end();
  await installation.startManager();
  await installation.mood('happy');
  const now = await sound();
  expect([now.pid, now.plugs[0]?.properties]).toEqual([pid, { volume: 0.05 }]);
});

test('a bad value and an unknown plug are refused with what is right', async () => {
  const { name } = await sound();
  const put = async (plug: string, value: unknown): Promise<string> => {
    const path = `/api/components/default/${name}/plugs/${plug}/properties/volume`;
    const { status, body } = await installation.call('PUT', path, { value });
    return `${String(status)} ${body}`;
  };
  expect(await put('0', 5)).toMatch(/^422 .*5 is not a number from 0 to 4/);
  expect(await put('effect-volum', 1)).toMatch(/^404 .*0 is effect-volume/);
});

test('the plugs of an old file work: the changes and the requests are in their log files', async () => {
  const answer = await fetch(`http://127.0.0.1:${String(port)}/?download=1`);
  expect(answer.headers.get('content-disposition')).toBe("attachment; filename*=utf-8''stream");
  await answer.body?.cancel();
  await waitUntil(
    'the request is written',
    () => /"GET \/\?download=1 HTTP\/1\.1" 200 \d+ /.test(readOr(join(folder, 'access.log'))),
    20_000,
  );
  expect(readOr(join(folder, 'actions.log'))).toMatch(
    /^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\] user@127\.0\.0\.1: modifyProperty: \('\/default\/[\w-]+', 'volume', 0\.05\) \{'plug': 'effect-volume'\}$/m,
  );
  const streamer = (await installation.components()).find(({ stats }) => stats?.['stream-description']);
  expect(streamer?.stats?.['stream-description']).toBe('Evening news');
});

function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** Waits until a value is as wanted and gives it. */
async function waitFor<T>(what: string, read: () => Promise<T>, wanted: (value: T) => boolean): Promise<T> {
  let value: T | undefined;
  await waitUntil(
    what,
    async () => {
      value = await read().catch(() => undefined);
      return value !== undefined && wanted(value);
    },
    20_000,
  );
  return value as T;
}
