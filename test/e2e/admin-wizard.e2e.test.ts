/// <reference lib="dom" />
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { TestBrowser, type TestPage } from '../support/browser';
import { freePort } from '../support/free-port';
import { Installation, ROOT } from '../support/installation';
import { waitUntil } from '../support/wait-until';

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
let admin: TestPage;

/** Waits until a text is on the page, with what the page says in the error. */
async function says(text: string): Promise<void> {
  let seen = '';
  await waitUntil(
    () => `the page to say ${text}; it says ${seen}; its problems: ${admin.problems.join('\n')}`,
    async () => {
      seen = await admin.page.evaluate(() => document.body.innerText).catch(() => '');
      return seen.includes(text);
    },
    40_000,
  );
}

/** Presses the button with a name, once it can be pressed. */
async function press(name: string): Promise<void> {
  await waitUntil(
    () => `the button ${name}; problems: ${admin.problems.join('\n')}`,
    () =>
      admin.page
        .evaluate((wanted) => {
          const buttons = [...document.querySelectorAll('button')];
          const found = buttons.find((one) => one.innerText.trim() === wanted && !one.disabled);
          found?.click();
          return found !== undefined;
        }, name)
        .catch(() => false),
    40_000,
  );
}

async function picture(name: string): Promise<void> {
  if (!wantsPictures) return;
  mkdirSync(IMAGES, { recursive: true });
  await admin.page.screenshot({ path: join(IMAGES, `${name}.png`) });
}

/** The step that is shown. */
async function step(label: string): Promise<void> {
  let seen = '';
  await waitUntil(
    () => `the step ${label}; there is ${seen}`,
    async () => {
      seen = await admin.text('#wizard-step');
      return seen === label;
    },
    30_000,
  );
}

/** The corner of the test picture in which there is snow: it differs in each picture, and nothing else moves there. */
async function snow(): Promise<string> {
  const box = await (await admin.page.$('iframe'))?.boundingBox();
  if (!box) throw new Error('there is no frame to be seen');
  const clip = { x: box.x + box.width * 0.86, y: box.y + box.height * 0.8, width: 12, height: 12 };
  return admin.page.screenshot({ clip, encoding: 'base64' });
}

beforeAll(async () => {
  port = await freePort();
  installation = await Installation.start({ planet: PLANET });
  installation.startWorker('localhost');
  await browser.start();
  admin = await browser.open(`http://localhost:${String(installation.managerPort)}/wizard`, {
    width: 1280,
    height: 900,
  });
  await admin.page.waitForSelector('input[name=user]', { timeout: 30_000 });
  await admin.page.type('input[name=user]', 'user');
  await admin.page.type('input[name=password]', 'test');
  await press('Sign in');
});

afterAll(async () => {
  await browser.stop();
  await installation.dispose();
});

test('what is left as it is becomes test picture and tone as Ogg, and the last page plays it', async () => {
  await says('What to make');
  // The worker may log in after the page was opened.
  await waitUntil(
    'the worker to be there',
    async () => (await installation.get('/api/wizard')).body.includes('"workers":["localhost"]'),
    30_000,
  );
  await admin.page.reload({ waitUntil: 'domcontentloaded' });
  await step('What to make');
  await picture('wizard-scenario');
  await press('Forward');
  await step('Sources');
  await press('Forward');
  await step('Picture');
  await picture('wizard-picture');
  for (const next of ['Overlay', 'Sound', 'Format']) {
    await press('Forward');
    await step(next);
  }
  await says('Any browser on the page of the stream');
  await picture('wizard-format');
  for (const next of ['Picture encoder', 'Sound encoder', 'Ways out', 'HTTP stream']) {
    await press('Forward');
    await step(next);
  }
  // Another test may have 8800 just now.
  const field = 'input[name=port]';
  await admin.page.waitForSelector(field);
  await admin.page.click(field, { count: 3 });
  await admin.page.type(field, String(port));
  await picture('wizard-http');
  await press('Forward');
  await step('Summary');
  await says('muxer-audio-video');
  await picture('wizard-summary');
  await press('Finish');
  await says('It is made');
  const component = '/default/http-audio-video';
  await installation.mood('happy', undefined, 60_000);
  expect((await installation.components()).map(({ id }) => id)).toContain(component);
  const frame = await admin.page.waitForSelector('iframe', { timeout: 60_000 });
  const inside = await frame?.contentFrame();
  if (!inside) throw new Error('the frame of the stream has no page');
  await inside.waitForSelector('body.embedded', { timeout: 30_000 });
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
  await says('It is made');
  await admin.page.waitForSelector('iframe', { timeout: 60_000 });
});

test('one more way out is offered by what is there now, and a wrong value is told where it is', async () => {
  await press('Make something else');
  await step('What to make');
  await says('Another way out');
  await admin.page.click('::-p-text(Another way out)');
  await press('Forward');
  await step('Stream');
  await press('Forward');
  await step('Ways out');
  const disk = '::-p-aria([name="Disk, picture and sound"])';
  await (await admin.page.waitForSelector(disk))?.click();
  const http = '::-p-aria([name="HTTP stream, picture and sound"])';
  await (await admin.page.waitForSelector(http))?.click();
  await press('Forward');
  await step('Disk');
  await says('a value is required');
  await admin.page.type('input[name=directory]', join(installation.folder, 'recordings'));
  await press('Forward');
  await step('Summary');
  await press('Finish');
  await says('It is made');
  await installation.mood('happy', ['/default/disk-audio-video'], 60_000);
  expect(admin.problems.filter((one) => /Content Security Policy|TypeError|React/.test(one))).toEqual([]);
});

/** Chooses the encoder in the graph, which may still be moved to its place. */
async function chooseEncoder(): Promise<void> {
  await waitUntil(
    () => `the form of the encoder; problems: ${admin.problems.join('\n')}`,
    async () => {
      await admin.page.click('[data-id="encoder-video"]').catch(() => undefined);
      const field = await admin.page
        .waitForSelector('input[name=speed]', { timeout: 2000 })
        .catch(() => null);
      return field !== null;
    },
    60_000,
  );
}

test('the flow is edited as a graph, and what will change is seen before it does', async () => {
  await admin.page.goto(`http://localhost:${String(installation.managerPort)}/editor/default`, {
    waitUntil: 'domcontentloaded',
  });
  await chooseEncoder();
  const field = 'input[name=speed]';
  await admin.page.type(field, '9');
  await says('is not a whole number from 0 to 3');
  await admin.page.click(field, { count: 3 });
  await admin.page.type(field, '3');
  await waitUntil(
    'the complaint to go',
    async () => !(await admin.text('body')).includes('is not a whole number'),
    30_000,
  );
  // All of the flow is in the frame.
  const inFrame = await admin.page.evaluate(() => {
    const frame = document.querySelector('[data-testid=editor-graph]')?.getBoundingClientRect();
    const nodes = [...document.querySelectorAll('.react-flow__node')].map((one) =>
      one.getBoundingClientRect(),
    );
    return nodes.every((one) => frame && one.left >= frame.left && one.right <= frame.right);
  });
  expect(inFrame).toBe(true);
  await admin.page.evaluate(() => window.scrollTo(0, 0));
  await picture('editor');
  await press('Review and apply');
  await says('/default/encoder-video is started afresh');
  await says('+       <property name="speed">3</property>');
  await picture('editor-review');
  await press('Apply');
  await says('Changed.');
  await waitUntil(
    'the change to be stored',
    async () => (await installation.get('/api/flows/default/xml')).body.includes('name="speed">3<'),
    20_000,
  );
  expect(admin.problems.filter((one) => /Content Security Policy|TypeError|React/.test(one))).toEqual([]);
});

test('what is drawn and not applied outlives the change of somebody else, and is asked about before the page is left', async () => {
  const speed = (): Promise<string> => admin.page.$eval('input[name=speed]', (field) => field.value);
  await admin.page.goto(`http://localhost:${String(installation.managerPort)}/editor/default`, {
    waitUntil: 'domcontentloaded',
  });
  await chooseEncoder();
  await admin.page.click('input[name=speed]', { count: 3 });
  await admin.page.type('input[name=speed]', '1');
  const property = '/api/components/default/overlay-video/properties/text';
  const answer = await fetch(`http://127.0.0.1:${String(installation.managerPort)}${property}`, {
    method: 'PUT',
    headers: {
      Authorization: `Basic ${Buffer.from('user:test').toString('base64')}`,
      'Content-Type': 'application/json',
    },
    body: '{"value": "theirs"}',
  });
  expect(answer.status).toBe(200);
  await says('Somebody has changed this flow since you began.');
  expect(await speed()).toBe('1');
  await admin.page.click('a[href="/workers"]');
  await says('Leave without applying?');
  await press('Cancel');
  expect(await speed()).toBe('1');
  await press('Begin anew with what is there now');
  await waitUntil(
    'the banner to go',
    async () => !(await admin.text('body')).includes('Somebody has changed'),
  );
  await admin.page.click('a[href="/workers"]');
  await says('localhost');
  expect(new URL(admin.page.url()).pathname).toBe('/workers');
});
