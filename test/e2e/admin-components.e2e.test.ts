/// <reference lib="dom" />
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axe from 'axe-core';
import { TestBrowser, type TestPage } from '../support/browser';
import { Installation } from '../support/installation';
import * as page from '../support/page-words';

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
let admin: TestPage;
const listeners: (() => void)[] = [];

function shows(what: string, holds: (argument: string) => boolean, argument = ''): Promise<void> {
  return page.shows(admin, what, holds, argument);
}

function says(text: string): Promise<void> {
  return page.says(admin, text);
}

async function press(name: string, role = 'button'): Promise<void> {
  const handle = await admin.page.waitForSelector(`::-p-aria([name="${name}"][role="${role}"])`, {
    timeout: 30_000,
  });
  await handle?.click();
}

async function go(path: string): Promise<void> {
  await admin.page.goto(installation.url + path, { waitUntil: 'domcontentloaded' });
}

/** Violations of accessibility that keep somebody from using the page, and whether it is wider than the screen. */
async function faults(): Promise<readonly string[]> {
  await admin.page.evaluate(axe.source);
  return admin.page.evaluate(async () => {
    const checker = (globalThis as unknown as { axe: typeof axe }).axe;
    const { violations } = await checker.run();
    const { scrollWidth, clientWidth } = document.documentElement;
    return [
      ...(scrollWidth > clientWidth ? [`the page is ${scrollWidth} wide, the screen ${clientWidth}`] : []),
      ...violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join('; ')}`),
    ];
  });
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
  admin = await browser.open(installation.url, { width: 1440, height: 900 });
  await admin.page.waitForSelector('input[name=user]', { timeout: 30_000 });
  await admin.page.type('input[name=user]', 'user');
  await admin.page.type('input[name=password]', 'test');
  await press('Sign in');
  await installation.mood('happy', ALL, 90_000);
});

afterAll(async () => {
  for (const end of listeners) end();
  await browser.stop();
  await installation.dispose();
  rmSync(folder, { recursive: true, force: true });
});

test('a switch: the other source is put on air, and the page tells when it is', async () => {
  await go('/components/default/switch');
  await says('now master');
  await press('backup');
  await says('now backup');
  await installation.until(
    'backup is on air',
    async () => (await installation.component('/default/switch')).stats?.['active-eater'] === 'backup',
    40_000,
  );
  expect(await property('/default/switch', 'active-eater')).toBe('backup');
  expect(await faults()).toEqual([]);
});

test('test sources: a pattern is chosen by its name, a pitch is typed', async () => {
  await go('/components/default/picture');
  const pattern = await admin.page.waitForSelector('::-p-aria([name="pattern"][role="combobox"])', {
    timeout: 30_000,
  });
  await pattern?.click();
  await admin.page.keyboard.type('ball');
  await press('18 moving ball', 'option');
  await installation.until(
    'the ball',
    async () => (await property('/default/picture', 'pattern')) === 18,
    40_000,
  );
  await go('/components/default/tone');
  const pitch = await admin.page.waitForSelector('input[name=frequency]', { timeout: 30_000 });
  await pitch?.click({ count: 3 });
  await admin.page.keyboard.type('1000');
  await admin.page.keyboard.press('Enter');
  await installation.until(
    'the pitch',
    async () => (await property('/default/tone', 'frequency')) === 1000,
    40_000,
  );
  expect(await faults()).toEqual([]);
});

test('a recorder: its files, and a new one', async () => {
  await go('/components/default/recorder?tab=table-files');
  await says('concert.ogg');
  expect(await admin.page.evaluate(() => document.body.innerText)).not.toContain('Schedule');
  await press('New file');
  await says('concert.ogg.1');
  await shows('that the first has ended', () =>
    [...document.querySelectorAll('tbody tr')].some(({ textContent }) =>
      /concert\.ogg[^.].*no$/.test(textContent),
    ),
  );
  expect(await faults()).toEqual([]);
});

test('a schedule is a calendar, and a table; titles from outside are text', async () => {
  await go('/components/default/programmes?tab=table-schedule');
  await says('Morning show');
  await says('<b>Gala</b>');
  await shows('a week of days', () => document.querySelectorAll('section[aria-label]').length > 10);
  await shows('what takes place now', () =>
    [...document.querySelectorAll('li')].some(({ textContent }) => /Morning show.*now/.test(textContent)),
  );
  expect(await faults()).toEqual([]);
  await admin.page.evaluate(() => {
    [...document.querySelectorAll('label')].find(({ textContent }) => textContent === 'Table')?.click();
  });
  await shows('a table', () => document.querySelectorAll('tbody tr').length > 5);
});

test('a streamer: how many listen, who, and nobody any more', async () => {
  for (let count = 0; count < 3; count++) listen();
  await go('/components/default/http?tab=table-listeners');
  await says('<i>player</i>');
  await shows('a chart', () => document.querySelector('canvas') !== null);
  const everywhere = await get<{ rows: unknown[]; total: number }>('/api/listeners');
  expect(everywhere).toMatchObject({ total: 3 });
  expect(everywhere.rows[0]).toMatchObject({ component: '/default/http', user: 'user' });
  await installation.until(
    'the keycards',
    async () => (await get<{ total: number }>('/api/keycards?user=user')).total === 3,
    40_000,
  );
  expect((await get<{ rows: unknown[] }>('/api/keycards')).rows[0]).toMatchObject({
    bouncer: '/atmosphere/judge',
    component: '/default/http',
  });
  expect(await faults()).toEqual([]);
  await go('/components/atmosphere/judge?tab=table-keycards');
  await says('<i>player</i>');
  const { body } = await installation.call('POST', '/api/keycards/eject', { user: 'user' });
  expect(JSON.parse(body)).toEqual({ ejected: 3, silent: [] });
  await installation.until(
    'nobody to listen',
    async () => (await get<{ total: number }>('/api/listeners')).total === 0,
    40_000,
  );
});

test('on demand: the folders that are served are gone into', async () => {
  await go('/components/atmosphere/films?tab=table-files');
  await says('evening.webm');
  await press('old/');
  await says('silent.ogv');
  await shows('no other file', () => !document.body.innerText.includes('evening.webm'));
  expect(await faults()).toEqual([]);
  await press('Top folder');
  await says('evening.webm');
});

test('on a phone everything fits the width', async () => {
  const before = admin;
  admin = await browser.open(installation.url, { width: 390, height: 844, isMobile: true });
  try {
    for (const path of [
      '/components/default/switch',
      '/components/default/http?tab=table-listeners',
      '/components/default/programmes?tab=table-schedule',
      '/components/atmosphere/films?tab=table-files',
    ]) {
      await go(path);
      await shows('the page', () => document.querySelector('h1') !== null);
      await shows(
        'what is in it',
        () =>
          document.querySelectorAll('tbody tr, section[aria-label], canvas, form, [aria-pressed]').length > 0,
      );
      expect(await faults()).toEqual([]);
    }
  } finally {
    await admin.close();
    admin = before;
  }
});

test('nothing went wrong on the pages', () => {
  expect(admin.problems.filter((text) => !/401|WebSocket connection to/.test(text))).toEqual([]);
});
