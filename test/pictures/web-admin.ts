/// <reference lib="dom" />
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { TestBrowser, type TestPage } from '../support/browser';
import { freePort } from '../support/free-port';
import { Installation, ROOT } from '../support/installation';
import { waitUntil } from '../support/wait-until';

/*
 * Makes the pictures of the web admin that the manual has, of the sample planet on two workers:
 *   npm run docs:pictures
 * Those of the wizard and the flow editor come from its test: PICTURES=1 npx jest test/e2e/admin-wizard
 */

const VIEW = { width: 1200, height: 720 };
const IMAGES = join(ROOT, 'docs/images/admin');
const ON_TRANSMITTER = /(name="(?:encoder-video|muxer|http-streamer)" type="[^"]*" worker=")localhost/g;
/** What the planet gets beside the sample: something that is wrong, an effect, and a recorder with a calendar. */
const spare = (folder: string): string => `<flow name="spare">
  <component name="camera" type="webcam-producer" worker="studio"><property name="device">/dev/video7</property></component>
  <component name="tone" type="audiotest-producer" worker="studio">
    <plugs><plug type="effect-volume"/></plugs>
  </component>
  <component name="encoder" type="vorbis-encoder" worker="studio"><eater name="default"><feed>tone</feed></eater></component>
  <component name="muxer" type="ogg-muxer" worker="studio"><eater name="default"><feed>encoder</feed></eater></component>
  <component name="recorder" type="disk-consumer" worker="studio">
    <eater name="default"><feed>muxer</feed></eater>
    <property name="directory">${folder}</property>
    <property name="ical-schedule">${join(folder, 'programme.ics')}</property>
  </component>
</flow>`;

/** Each page with the text that is waited for. */
const PAGES: readonly (readonly [name: string, path: string, text: string | RegExp])[] = [
  ['list', '/?view=list', 'camera'],
  ['component', '/components/default/encoder-video', 'History'],
  ['listeners', '/components/default/http-streamer?tab=table-listeners', 'curl/8.5.0'],
  ['properties', '/components/default/overlay-video?tab=properties', 'takes effect at once'],
  ['connections', '/components/default/encoder-video?tab=connections', 'Connections made'],
  ['effects', '/components/spare/tone?tab=plugs', 'effect-volume'],
  ['schedule', '/components/spare/recorder?tab=table-schedule', 'Morning show'],
  ['actions', '/components/spare/recorder?tab=actions', 'New file'],
  ['pipeline', '/components/default/encoder-video?tab=pipeline', 'TheoraEnc'],
  ['log', '/components/default/producer-audio?tab=log', 'Show from'],
  ['messages', '/messages', '/dev/video7'],
  ['workers', '/workers', 'Up for'],
  ['registry', '/registry', 'audiotest-producer'],
  ['audit', '/audit', /Create flow|Restart component/],
  ['users', '/users', 'monitoring'],
];

function planetXml(port: number): string {
  const sample = readFileSync(join(ROOT, 'conf/managers/default/planet.xml'), 'utf8');
  return sample
    .replace(ON_TRANSMITTER, '$1transmitter')
    .replaceAll('worker="localhost"', 'worker="studio"')
    .replace(/(<property name="port">)8800/, `$1${String(port)}`);
}

async function says({ page, problems }: TestPage, text: string | RegExp): Promise<void> {
  await waitUntil(
    () => `the page to say ${String(text)}; problems: ${problems.join('\n')}`,
    async () => {
      const seen = await page.evaluate(() => document.body.innerText).catch(() => '');
      return typeof text === 'string' ? seen.includes(text) : text.test(seen);
    },
    60_000,
  );
}

async function picture({ page }: TestPage, name: string): Promise<void> {
  // Charts and small pictures come in.
  await delay(1500);
  await page.screenshot({ path: join(IMAGES, `${name}.png`) });
  process.stdout.write(`${name}\n`);
}

async function signIn(admin: TestPage): Promise<void> {
  await admin.page.locator('input[name=user]').waitFor();
  await picture(admin, 'sign-in');
  await admin.page.fill('input[name=user]', 'user');
  await admin.page.fill('input[name=password]', 'test');
  await admin.page.keyboard.press('Enter');
}

/** The page that those see who have a manager into which nobody can sign in yet. */
async function setUp(browser: TestBrowser): Promise<void> {
  const fresh = await Installation.start({ planet: '<planet><manager name="fresh"/></planet>' });
  try {
    const first = await browser.open(fresh.url, VIEW);
    await says(first, 'make the first account');
    await picture(first, 'set-up');
    await first.close();
  } finally {
    await fresh.dispose();
  }
}

/** A calendar of what is to be recorded: a programme of each working day, and one of the week. */
function programme(): string {
  const day = (ahead: number): string =>
    new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '');
  const event = (uid: string, title: string, begin: string, end: string, rule: string): string[] => [
    ...['BEGIN:VEVENT', `UID:${uid}`, `SUMMARY:${title}`],
    ...[`DTSTART:${day(0)}T${begin}Z`, `DTEND:${day(0)}T${end}Z`, `RRULE:${rule}`, 'END:VEVENT'],
  ];
  return [
    ...['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//pictures//EN'],
    ...event('morning', 'Morning show', '060000', '090000', 'FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR'),
    ...event('late', 'Late concert', '200000', '220000', 'FREQ=WEEKLY;BYDAY=SA,WE'),
    'END:VCALENDAR',
  ].join('\r\n');
}

async function done(installation: Installation, path: string, body: unknown): Promise<void> {
  const answer = await installation.call('POST', path, body);
  if (answer.status > 299) throw new Error(`POST ${path}: ${answer.body}`);
}

async function main(): Promise<void> {
  mkdirSync(IMAGES, { recursive: true });
  const port = await freePort();
  const installation = await Installation.start({ planet: planetXml(port) });
  const browser = new TestBrowser();
  const folder = mkdtempSync(join(tmpdir(), 'flumotion-pictures-'));
  const listener = (): void => {
    const agent = { headers: { 'User-Agent': 'curl/8.5.0' } };
    get(`http://127.0.0.1:${String(port)}/`, agent, (answer) => answer.resume()).on('error', () => undefined);
  };
  try {
    installation.startWorker('studio');
    installation.startWorker('transmitter');
    await browser.start();
    await setUp(browser);
    const admin = await browser.open(installation.url, VIEW);
    await signIn(admin);
    await installation.mood('happy', undefined, 90_000);
    for (let count = 0; count < 5; count++) listener();
    // Charts want something to show.
    await delay(45_000);
    await admin.page.goto(`${installation.url}/`, { waitUntil: 'domcontentloaded' });
    await says(admin, 'bit/s');
    await picture(admin, 'planet');

    writeFileSync(join(folder, 'programme.ics'), programme());
    await load(installation, spare(folder));
    await done(installation, '/api/components/default/producer-audio/restart', {});
    await done(installation, '/api/users', { user: 'eve', role: 'operator', password: 'a good password' });
    await done(installation, '/api/tokens', { name: 'monitoring', role: 'viewer' });
    await installation.mood('sad', ['/spare/camera'], 60_000);
    await installation.mood('happy', ['/spare/recorder'], 60_000);
    for (const [name, path, text] of PAGES) {
      await admin.page.goto(installation.url + path, { waitUntil: 'domcontentloaded' });
      if (name === 'properties') await changeText(admin);
      await says(admin, text);
      await picture(admin, name);
    }
  } finally {
    await browser.stop();
    await installation.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function changeText({ page }: TestPage): Promise<void> {
  await page.fill('input[name=text]', 'On air');
}

async function load(installation: Installation, xml: string): Promise<void> {
  const Authorization = `Basic ${Buffer.from('user:test').toString('base64')}`;
  const answer = await fetch(`${installation.url}/api/flows`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/xml', Authorization },
    body: xml,
  });
  if (!answer.ok) throw new Error(await answer.text());
}

void main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exit(1);
  },
);
