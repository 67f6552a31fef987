/// <reference lib="dom" />
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AdminPage } from '../support/admin-page';
import { TestBrowser } from '../support/browser';
import { Installation } from '../support/installation';

const DAY = 86_400_000;

/** A moment as calendars have it. */
function stamp(at: number): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d+/g, '');
}

/** A calendar in which something takes place now, in three days, and each day from next week on. */
function calendar(): string {
  const now = Date.now();
  const event = (title: string, from: number, to: number, more = ''): string =>
    `BEGIN:VEVENT\nUID:${title}\nSUMMARY:${title}\nDTSTART:${stamp(from)}\nDTEND:${stamp(to)}\n${more}END:VEVENT\n`;
  return `BEGIN:VCALENDAR\n${[
    event('Morning show', now - 1_800_000, now + 5_400_000),
    event('<b>Gala</b>', now + 3 * DAY, now + 3 * DAY + 10_800_000),
    event('Vespers', now + 7 * DAY, now + 7 * DAY + 3_600_000, 'RRULE:FREQ=DAILY\n'),
  ].join('')}END:VCALENDAR\n`;
}

const folder = mkdtempSync(join(tmpdir(), 'flumotion-admin-'));

const PLANET = `<planet>
  <manager name="evening">
    <component name="manager-bouncer" type="htpasswdcrypt-bouncer">
      <property name="data"><![CDATA[user:PSfNpHTkpTx1M]]></property>
    </component>
  </manager>
  <atmosphere>
    <component name="judge" type="htpasswdcrypt-bouncer" worker="studio">
      <property name="data"><![CDATA[user:PSfNpHTkpTx1M]]></property>
    </component>
    <component name="films" type="http-server" worker="studio">
      <property name="path">${folder}/films</property>
      <property name="port">8801</property>
      <property name="allow-browsing">true</property>
    </component>
  </atmosphere>
  <flow name="default">
    <component name="picture" type="videotest-producer" worker="studio">
      <property name="width">160</property><property name="height">120</property>
      <property name="framerate">5/1</property>
    </component>
    <component name="tone" type="audiotest-producer" worker="studio"/>
    <component name="spare" type="audiotest-producer" worker="studio">
      <property name="frequency">880</property>
    </component>
    <component name="switch" type="single-switch-combiner" worker="studio">
      <eater name="master"><feed>tone</feed></eater>
      <eater name="backup"><feed>spare</feed></eater>
    </component>
    <component name="encoder" type="vorbis-encoder" worker="studio">
      <eater name="default"><feed>switch</feed></eater>
    </component>
    <component name="muxer" type="ogg-muxer" worker="studio">
      <eater name="default"><feed alias="audio">encoder</feed></eater>
    </component>
    <component name="http" type="http-streamer" worker="studio">
      <eater name="default"><feed>muxer</feed></eater>
      <property name="port">8800</property>
      <property name="bouncer">judge</property>
    </component>
    <component name="recorder" type="disk-consumer" worker="studio">
      <eater name="default"><feed>muxer</feed></eater>
      <property name="directory">${folder}/recordings</property>
      <property name="filename">concert</property>
    </component>
    <component name="programmes" type="disk-consumer" worker="studio">
      <eater name="default"><feed>muxer</feed></eater>
      <property name="directory">${folder}/programmes</property>
      <property name="ical-schedule">${folder}/programme.ics</property>
    </component>
  </flow>
</planet>`;

const NAMES = ['picture', 'tone', 'spare', 'switch', 'encoder', 'muxer', 'http', 'recorder', 'programmes'];
const ALL = [...NAMES.map((name) => `/default/${name}`), '/atmosphere/judge', '/atmosphere/films'];

let installation: Installation;
const browser = new TestBrowser();
let admin: AdminPage;
const listeners: (() => void)[] = [];

/** Checks that nothing keeps anybody from using the page, and that it is no wider than the screen. */
async function isUsable(): Promise<void> {
  await admin.fits();
  expect(await admin.violations()).toEqual([]);
}

/** Begins to listen, and goes on until the end. */
function listen(): void {
  const asked = request({
    ...{ host: '127.0.0.1', port: 8800, path: '/', auth: 'user:test' },
    headers: { 'User-Agent': '<i>player</i>' },
  });
  asked.on('response', (response) => response.resume());
  asked.on('error', () => undefined);
  asked.end();
  listeners.push(() => asked.destroy());
}

async function get<T>(path: string): Promise<T> {
  return JSON.parse((await installation.get(path)).body) as T;
}

async function property(id: string, name: string): Promise<unknown> {
  return (await get<{ properties: Record<string, unknown> }>(`/api/components${id}`)).properties[name];
}

beforeAll(async () => {
  mkdirSync(join(folder, 'films', 'old'), { recursive: true });
  writeFileSync(join(folder, 'films', 'evening.webm'), Buffer.alloc(150_000));
  writeFileSync(join(folder, 'films', 'old', 'silent.ogv'), Buffer.alloc(3000));
  writeFileSync(join(folder, 'programme.ics'), calendar());
  installation = await Installation.start({ planet: PLANET });
  installation.startWorker('studio');
  await browser.start();
  admin = await AdminPage.open(browser, installation.url, { width: 1440, height: 900 });
  await admin.signIn('user', 'test');
  await installation.mood('happy', ALL, 90_000);
});

afterAll(async () => {
  for (const end of listeners) end();
  await browser.stop();
  await installation.dispose();
  rmSync(folder, { recursive: true, force: true });
});

test('a switch: the other source is put on air, and the page tells when it is', async () => {
  await admin.go('/components/default/switch');
  await admin.says('now master');
  await admin.press('backup');
  await admin.says('now backup');
  await installation.until(
    'backup is on air',
    async () => (await installation.component('/default/switch')).stats?.['active-eater'] === 'backup',
    40_000,
  );
  expect(await property('/default/switch', 'active-eater')).toBe('backup');
  await isUsable();
});

test('test sources: a pattern is chosen by its name, a pitch is typed', async () => {
  await admin.go('/components/default/picture');
  await admin.press('pattern', 'combobox');
  await admin.write('pattern', 'ball', 'combobox');
  await admin.press('18 moving ball', 'option');
  await installation.until(
    'the ball',
    async () => (await property('/default/picture', 'pattern')) === 18,
    40_000,
  );
  await admin.go('/components/default/tone');
  await admin.writeAt('input[name=frequency]', '1000');
  await admin.keys('Enter');
  await installation.until(
    'the pitch',
    async () => (await property('/default/tone', 'frequency')) === 1000,
    40_000,
  );
  await isUsable();
});

test('a recorder: its files, and a new one', async () => {
  await admin.go('/components/default/recorder?tab=table-files');
  await admin.says('concert.ogg');
  expect(await admin.page.evaluate(() => document.body.innerText)).not.toContain('Schedule');
  await admin.press('New file');
  await admin.says('concert.ogg.1');
  await admin.shows('that the first has ended', () =>
    [...document.querySelectorAll('tbody tr')].some(({ textContent }) =>
      /concert\.ogg[^.].*no$/.test(textContent),
    ),
  );
  await isUsable();
});

test('a schedule is a calendar, and a table; titles from outside are text', async () => {
  await admin.go('/components/default/programmes?tab=table-schedule');
  await admin.says('Morning show');
  await admin.says('<b>Gala</b>');
  await admin.shows('a week of days', () => document.querySelectorAll('section[aria-label]').length > 10);
  await admin.shows('what takes place now', () =>
    [...document.querySelectorAll('li')].some(({ textContent }) => /Morning show.*now/.test(textContent)),
  );
  await isUsable();
  await admin.pressAt('#main label >> text=Table');
  await admin.shows('a table', () => document.querySelectorAll('tbody tr').length > 5);
});

test('a streamer: how many listen, who, and nobody any more', async () => {
  for (let count = 0; count < 3; count++) listen();
  await admin.go('/components/default/http?tab=table-listeners');
  await admin.says('<i>player</i>');
  await admin.has('canvas');
  let everywhere: { rows: unknown[]; total: number } | undefined;
  await installation.until(
    'all three listen',
    async () => {
      everywhere = await get('/api/listeners');
      return everywhere?.total === 3;
    },
    40_000,
  );
  expect(everywhere?.rows[0]).toMatchObject({ component: '/default/http', user: 'user' });
  await installation.until(
    'the keycards',
    async () => (await get<{ total: number }>('/api/keycards?user=user')).total === 3,
    40_000,
  );
  expect((await get<{ rows: unknown[] }>('/api/keycards')).rows[0]).toMatchObject({
    bouncer: '/atmosphere/judge',
    component: '/default/http',
  });
  await isUsable();
  await admin.go('/components/atmosphere/judge?tab=table-keycards');
  await admin.says('<i>player</i>');
  const { body } = await installation.call('POST', '/api/keycards/eject', { user: 'user' });
  expect(JSON.parse(body)).toEqual({ ejected: 3, silent: [] });
  await installation.until(
    'nobody to listen',
    async () => (await get<{ total: number }>('/api/listeners')).total === 0,
    40_000,
  );
});

test('on demand: the folders that are served are gone into', async () => {
  await admin.go('/components/atmosphere/films?tab=table-files');
  await admin.says('evening.webm');
  await admin.press('old/');
  await admin.says('silent.ogv');
  await admin.saysNot('evening.webm');
  await isUsable();
  await admin.press('Top folder');
  await admin.says('evening.webm');
});

test('on a phone everything fits the width', async () => {
  const before = admin;
  admin = await AdminPage.open(browser, installation.url, { width: 390, height: 844, isMobile: true });
  try {
    await admin.signIn('user', 'test');
    for (const path of [
      '/components/default/switch',
      '/components/default/http?tab=table-listeners',
      '/components/default/programmes?tab=table-schedule',
      '/components/atmosphere/films?tab=table-files',
    ]) {
      await admin.go(path);
      await admin.loaded();
      await admin.has('#main :is(tbody tr, section[aria-label], canvas, form, [aria-pressed])');
      await isUsable();
    }
  } finally {
    await admin.test.close();
    admin = before;
  }
});

test('nothing went wrong on the pages', () => {
  expect(admin.problems.filter((text) => !/401|WebSocket connection to/.test(text))).toEqual([]);
});

test('what works without GStreamer says so where others show their pipeline', async () => {
  await admin.go('/components/default/http?tab=pipeline');
  await admin.says('works without GStreamer');
  expect(await admin.violations()).toEqual([]);
});
