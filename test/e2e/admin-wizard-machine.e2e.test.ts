/// <reference lib="dom" />
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AdminPage } from '../support/admin-page';
import { TestBrowser } from '../support/browser';
import { Desktop } from '../support/desktop';
import { freePort } from '../support/free-port';
import { Installation, ROOT } from '../support/installation';
import { TestProcess } from '../support/process';
import { waitUntil } from '../support/wait-until';
import { forward, step } from '../support/wizard-steps';

const PLANET = `<planet>
  <manager name="evening">
    <component name="manager-bouncer" type="htpasswdcrypt-bouncer">
      <property name="data"><![CDATA[user:PSfNpHTkpTx1M]]></property>
    </component>
  </manager>
</planet>`;

const folder = mkdtempSync(join(tmpdir(), 'flumotion-wizard-'));
const films = join(folder, 'films');
const desktop = new Desktop(join(folder, 'session'));
const browser = new TestBrowser();
let installation: Installation;
let admin: AdminPage;

async function picture(name: string): Promise<void> {
  if (process.env['PICTURES'] !== '1') return;
  await admin.page.screenshot({ path: join(ROOT, 'docs/images/admin', `${name}.png`) });
}

/** Opens the wizard for something. */
async function begin(scenario: string): Promise<void> {
  await admin.go('/wizard');
  await step(admin, 'What to make');
  await admin.pressAt(`text=${scenario}`);
}

async function port(): Promise<number> {
  const free = await freePort();
  await admin.writeAt('input[name=port]', String(free));
  return free;
}

beforeAll(async () => {
  await desktop.start(640, 480);
  mkdirSync(films);
  const film =
    'videotestsrc num-buffers=100 ! video/x-raw,width=160,height=120,framerate=10/1 ! vp8enc deadline=1 ! webmmux ! filesink';
  const maker = new TestProcess('film', 'gst-launch-1.0', [
    ...['-q', ...film.split(' ')],
    `location=${join(films, 'a film.webm')}`,
  ]);
  await maker.end();
  writeFileSync(join(films, 'notes.txt'), 'none');
  installation = await Installation.start({ planet: PLANET });
  installation.startWorker('studio', ['--browse', films], desktop.env);
  await browser.start();
  admin = await AdminPage.open(browser, installation.url, { width: 1280, height: 1000 });
  await admin.signIn('user', 'test');
  await installation.until(
    'the worker',
    async () => (await installation.get('/api/wizard')).body.includes('"workers":["studio"]'),
    40_000,
  );
});

afterAll(async () => {
  await browser.stop();
  await installation.dispose();
  await desktop.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('what the machine has is found: a screen, a source of sound, no camera; the answers outlive a reload', async () => {
  await begin('A live stream');
  await forward(admin, 'Sources');
  await admin.choose('Source of the picture', 'Webcam');
  await admin.choose('Source of the sound', 'Sound card');
  await forward(admin, 'Picture');
  await admin.says('No camera was found on studio');
  expect(await admin.violations()).toEqual([]);
  await admin.choose('Source', 'Screencast');
  await admin.has('input[name=width]');
  await forward(admin, 'Overlay', 'Sound');
  await admin.choose('Source of sound on studio', 'Monitor of Null Output');
  await admin.holds('input[name=device]', 'speaker.monitor');
  await picture('wizard-sound');
  await forward(admin, 'Format');
  await admin.page.reload({ waitUntil: 'domcontentloaded' });
  await step(admin, 'Format');
  await admin.page.goBack();
  await step(admin, 'Sound');
  await admin.holds('input[name=device]', 'speaker.monitor');
  await admin.press('Back');
  await step(admin, 'Overlay');
  await forward(admin, 'Sound', 'Format', 'Picture encoder', 'Sound encoder', 'Ways out', 'HTTP stream');
  await port();
  await forward(admin, 'Summary');
  await admin.press('Finish');
  await admin.says('It is made');
  await installation.mood('happy', undefined, 60_000);
  const made = readFileSync(installation.planetFile, 'utf8');
  expect(made).toContain('type="screencast-producer"');
  expect(made).toContain('<property name="device">speaker.monitor</property>');
  await admin.has('iframe');
  await admin.shows('nothing kept', () => sessionStorage.getItem('flumotion-wizard') === null);
});

test('another format and another way out come in one change, and who was first keeps what was made', async () => {
  await begin('Another way out');
  await forward(admin, 'Stream', 'Ways out');
  await admin.press('Disk, picture and sound', 'checkbox');
  await admin.press('HTTP stream, picture and sound', 'checkbox');
  await forward(admin, 'Disk');
  await admin.writeAt('input[name=directory]', join(folder, 'recordings'));
  await forward(admin, 'Summary');
  await admin.says('disk-audio-video');
  await admin.shows('the summary as it is', () => document.querySelector('[aria-busy=false]') !== null);
  const changed = await installation.call('POST', '/api/flows/default/components', {
    name: 'theirs',
    type: 'audiotest-producer',
    worker: 'studio',
  });
  expect(changed.status).toBe(201);
  await admin.press('Finish');
  await admin.says('Somebody has changed the flow meanwhile');
  expect(readFileSync(installation.planetFile, 'utf8')).not.toContain('disk-audio-video');
  await admin.press('Finish');
  await admin.says('It is made');
  await installation.mood('happy', ['/default/disk-audio-video', '/default/theirs'], 60_000);
});

test('files on demand need a folder, which is found by looking, and the last page plays one', async () => {
  await begin('Files on demand');
  await forward(admin, 'Files');
  await admin.says('a value is required');
  await admin.press('Browse for path');
  await admin.press(films);
  await admin.press('Take this folder');
  await admin.saysNot('a value is required');
  await port();
  await forward(admin, 'Summary');
  await admin.press('Finish');
  await admin.says('It is made');
  await admin.says('notes.txt');
  await admin.shows('the film playing', () => (document.querySelector('video')?.currentTime ?? 0) > 0.3);
  await picture('wizard-on-demand-playing');
  expect(await admin.violations()).toEqual([]);
  await installation.mood('happy', ['/atmosphere/http-server-on-demand']);
});

test('a flow from a file plays on the last page, by keyboard alone and on a phone', async () => {
  const free = await freePort();
  const [video, muxer] = ['videotest-producer', 'webm-muxer'];
  const xml = `<planet><flow name="loaded">
    <component name="picture" type="${video}" worker="studio"/>
    <component name="encoder" type="vp8-encoder" worker="studio"><eater name="default"><feed>picture</feed></eater></component>
    <component name="muxer" type="${muxer}" worker="studio"><eater name="default"><feed alias="video">encoder</feed></eater></component>
    <component name="out" type="http-streamer" worker="studio">
      <eater name="default"><feed>muxer</feed></eater>
      <property name="port">${String(free)}</property>
    </component>
  </flow></planet>`;
  await admin.page.setViewportSize({ width: 390, height: 844 });
  await begin('A flow from a file');
  await admin.fits();
  const tabTo = async (name: string): Promise<void> => {
    for (let at = 0; at < 60; at++) {
      const here = await admin.page.evaluate(() => {
        const one = document.activeElement as HTMLElement | null;
        // What all of the page says is not what has the focus.
        if (one === document.body) return '';
        return `${one?.innerText ?? ''} ${one?.getAttribute('aria-label') ?? ''} ${one?.tagName ?? ''}`;
      });
      if (here.includes(name)) return;
      await admin.keys('Tab');
    }
    throw new Error(`the keyboard does not lead to ${name}`);
  };
  await admin.shows('that one can go on', () =>
    [...document.querySelectorAll('button')].some((one) => one.innerText === 'Forward' && !one.disabled),
  );
  await tabTo('Forward');
  await admin.keys('Enter');
  await step(admin, 'File');
  await tabTo('TEXTAREA');
  await admin.page.keyboard.insertText(xml);
  await admin.shows('that one can go on', () =>
    [...document.querySelectorAll('button')].some((one) => one.innerText === 'Forward' && !one.disabled),
  );
  expect(await admin.violations()).toEqual([]);
  await tabTo('Forward');
  await admin.keys('Enter');
  await step(admin, 'Summary');
  await admin.fits();
  await admin.shows('that one can finish', () =>
    [...document.querySelectorAll('button')].some((one) => one.innerText === 'Finish' && !one.disabled),
  );
  await tabTo('Finish');
  await admin.keys('Enter');
  await admin.says('It is made');
  const film = admin.page.frameLocator('iframe').locator('video');
  await waitUntil(
    () => `the stream playing; problems: ${admin.problems.join('\n')}`,
    () => film.evaluate((one: HTMLVideoElement) => one.currentTime > 0.3),
  );
  await installation.mood('happy', ['/loaded/out']);
  expect(admin.faults()).toEqual([]);
});

test('every step fits a phone, and nothing keeps anybody from using it', async () => {
  await begin('A live stream');
  const steps = ['Sources', 'Picture', 'Overlay', 'Sound', 'Format', 'Picture encoder', 'Sound encoder'];
  for (const label of [...steps, 'Ways out']) {
    await forward(admin, label);
    await admin.fits();
    expect(await admin.violations()).toEqual([]);
  }
});
