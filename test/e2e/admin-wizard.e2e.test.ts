/// <reference lib="dom" />
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AdminPage } from '../support/admin-page';
import { TestBrowser } from '../support/browser';
import { freePort } from '../support/free-port';
import { Installation, ROOT } from '../support/installation';
import { waitUntil } from '../support/wait-until';
import { forward, step } from '../support/wizard-steps';

const PLANET = `<planet>
  <manager name="evening">
    <component name="manager-bouncer" type="htpasswdcrypt-bouncer">
      <property name="data"><![CDATA[user:PSfNpHTkpTx1M]]></property>
    </component>
  </manager>
</planet>`;
const IMAGES = join(ROOT, 'docs/images/admin');
/** Pictures for the manual are made when somebody asks for them. */
const wantsPictures = process.env['PICTURES'] === '1';

let installation: Installation;
let port: number;
const browser = new TestBrowser();
let admin: AdminPage;

async function picture(name: string): Promise<void> {
  if (!wantsPictures) return;
  mkdirSync(IMAGES, { recursive: true });
  await admin.page.screenshot({ path: join(IMAGES, `${name}.png`) });
}

/** The corner of the test picture in which there is snow: it differs in each picture, and nothing else moves there. */
async function snow(): Promise<string> {
  const frame = admin.page.locator('iframe');
  await frame.scrollIntoViewIfNeeded();
  const box = await frame.boundingBox();
  if (!box) throw new Error('there is no frame to be seen');
  const clip = { x: box.x + box.width * 0.86, y: box.y + box.height * 0.8, width: 12, height: 12 };
  return (await admin.page.screenshot({ clip })).toString('base64');
}

beforeAll(async () => {
  port = await freePort();
  installation = await Installation.start({ planet: PLANET });
  installation.startWorker('localhost');
  await browser.start();
  const url = `http://localhost:${String(installation.managerPort)}`;
  admin = await AdminPage.open(browser, url, { width: 1280, height: 900 });
  await admin.signIn('user', 'test');
});

afterAll(async () => {
  await browser.stop();
  await installation.dispose();
});

test('what is left as it is becomes test picture and tone as Ogg, and the last page plays it', async () => {
  // What can be chosen is asked for when the page is opened.
  await installation.until(
    'the worker to be there',
    async () => (await installation.get('/api/wizard')).body.includes('"workers":["localhost"]'),
    40_000,
  );
  await admin.go('/wizard');
  await step(admin, 'What to make');
  await picture('wizard-scenario');
  await forward(admin, 'Sources', 'Picture');
  await picture('wizard-picture');
  await forward(admin, 'Overlay', 'Sound', 'Format');
  await admin.says('Any browser on the page of the stream');
  await picture('wizard-format');
  await forward(admin, 'Picture encoder', 'Sound encoder', 'Ways out', 'HTTP stream');
  // Another test may have 8800 just now.
  await admin.writeAt('input[name=port]', String(port));
  await picture('wizard-http');
  await forward(admin, 'Summary');
  await admin.says('muxer-audio-video');
  await picture('wizard-summary');
  await admin.press('Finish');
  await admin.says('It is made');
  const component = '/default/http-audio-video';
  await installation.mood('happy', undefined, 60_000);
  expect((await installation.components()).map(({ id }) => id)).toContain(component);
  await admin.page.frameLocator('iframe').locator('body.embedded').waitFor();
  const seen = new Set<string>();
  await waitUntil(
    () => `the picture to move; ${String(seen.size)} pictures seen; problems: ${admin.problems.join('\n')}`,
    async () => {
      seen.add(await snow());
      return seen.size > 5;
    },
    60_000,
  );
  await picture('wizard-playing');
  // The last page is still the last one when it is loaded anew.
  await admin.page.reload({ waitUntil: 'domcontentloaded' });
  await admin.says('It is made');
  await admin.has('iframe');
});

test('one more way out is offered by what is there now, and a wrong value is told where it is', async () => {
  await admin.press('Make something else');
  await step(admin, 'What to make');
  await admin.pressAt('text=Another way out');
  await forward(admin, 'Stream', 'Ways out');
  await admin.press('Disk, picture and sound', 'checkbox');
  await admin.press('HTTP stream, picture and sound', 'checkbox');
  await forward(admin, 'Disk');
  await admin.says('a value is required');
  await admin.writeAt('input[name=directory]', join(installation.folder, 'recordings'));
  await forward(admin, 'Summary');
  await admin.press('Finish');
  await admin.says('It is made');
  await installation.mood('happy', ['/default/disk-audio-video'], 60_000);
  expect(admin.faults()).toEqual([]);
});

/** Opens the editor and chooses the encoder. */
async function editEncoder(): Promise<void> {
  await admin.go('/editor/default');
  await admin.node('encoder-video');
}

test('the flow is edited as a graph, and what will change is seen before it does', async () => {
  await editEncoder();
  await admin.writeAt('input[name=speed]', '9');
  await admin.says('is not a whole number from 0 to 3');
  await admin.writeAt('input[name=speed]', '3');
  await admin.saysNot('is not a whole number');
  await admin.shows('all of the flow in the frame', () => {
    const frame = document.querySelector('[data-testid=editor-graph]')?.getBoundingClientRect();
    const nodes = [...document.querySelectorAll('.react-flow__node')].map((one) =>
      one.getBoundingClientRect(),
    );
    return nodes.every((one) => frame !== undefined && one.left >= frame.left && one.right <= frame.right);
  });
  await admin.page.evaluate(() => window.scrollTo(0, 0));
  await picture('editor');
  await admin.press('Review and apply');
  await admin.says('/default/encoder-video is started afresh');
  await admin.says('+       <property name="speed">3</property>');
  await picture('editor-review');
  await admin.pressInDialog('Apply');
  await admin.says('Changed.');
  await admin.closed();
  await installation.until(
    'the change to be stored',
    async () => (await installation.get('/api/flows/default/xml')).body.includes('name="speed">3<'),
    40_000,
  );
  expect(admin.faults()).toEqual([]);
});

test('what is drawn and not applied outlives the change of somebody else, and is asked about before the page is left', async () => {
  const speed = (): Promise<string> => admin.page.locator('input[name=speed]').inputValue();
  await editEncoder();
  await admin.writeAt('input[name=speed]', '1');
  const property = '/api/components/default/overlay-video/properties/text';
  expect((await installation.call('PUT', property, { value: 'theirs' })).status).toBe(200);
  await admin.says('Somebody has changed this flow since you began.');
  expect(await speed()).toBe('1');
  await admin.pressAt('a[href="/workers"]');
  await admin.says('Leave without applying?');
  await admin.pressInDialog('Cancel');
  await admin.closed();
  expect(await speed()).toBe('1');
  await admin.press('Lay it over what is there now');
  await admin.saysNot('Somebody has changed');
  await installation.until('what is drawn', async () => (await speed()) === '1', 40_000);
  expect((await installation.call('PUT', property, { value: 'theirs again' })).status).toBe(200);
  await admin.says('What you have drawn is kept, and goes together with it.');
  await admin.press('Begin anew with what is there now');
  await admin.saysNot('Somebody has changed');
  await admin.pressAt('a[href="/workers"]');
  await installation.until('the other page', () => new URL(admin.page.url()).pathname === '/workers', 40_000);
  await admin.says('localhost');
});
