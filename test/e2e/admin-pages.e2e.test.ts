/// <reference lib="dom" />
import axe from 'axe-core';
import { TestBrowser, type TestPage } from '../support/browser';
import { Installation } from '../support/installation';
import * as page from '../support/page-words';

/** Text that would do harm if it became markup. */
const HOSTILE = '<img src=x onerror="document.title=1">';

const PLANET = `<planet>
  <manager name="evening">
    <component name="manager-bouncer" type="htpasswdcrypt-bouncer">
      <property name="data"><![CDATA[user:PSfNpHTkpTx1M]]></property>
    </component>
  </manager>
  <flow name="default">
    <component name="tone" type="audiotest-producer" worker="studio" label="${HOSTILE.replaceAll('<', '&lt;').replaceAll('"', '&quot;')}">
      <property name="volume">0.2</property>
      <plugs><plug type="effect-volume"/></plugs>
    </component>
    <component name="encoder" type="vorbis-encoder" worker="rack">
      <eater name="default"><feed>tone</feed></eater>
    </component>
    <component name="muxer" type="ogg-muxer" worker="rack">
      <eater name="default"><feed alias="audio">encoder</feed></eater>
    </component>
  </flow>
</planet>`;

const TONE = '/default/tone';
const ALL = [TONE, '/default/encoder', '/default/muxer'];

let installation: Installation;
const browser = new TestBrowser();
let admin: TestPage;

function shows(what: string, holds: (argument: string) => boolean, argument = ''): Promise<void> {
  return page.shows(admin, what, holds, argument);
}

function says(text: string): Promise<void> {
  return page.says(admin, text);
}

/** Presses the button with a name, once there is one that can be pressed. */
async function press(name: string): Promise<void> {
  const handle = await admin.page.waitForSelector(`::-p-aria([name="${name}"][role="button"])`, {
    timeout: 30_000,
  });
  await handle?.click();
}

async function go(path: string): Promise<void> {
  await admin.page.goto(installation.url + path, { waitUntil: 'domcontentloaded' });
}

/** Violations of accessibility that keep somebody from using the page. */
async function violations(): Promise<readonly string[]> {
  await admin.page.evaluate(axe.source);
  return admin.page.evaluate(async () => {
    const checker = (globalThis as unknown as { axe: typeof axe }).axe;
    const { violations: found } = await checker.run();
    return found
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 200)).join('; ')}`);
  });
}

async function signIn(): Promise<void> {
  await admin.page.waitForSelector('input[name=user]', { timeout: 30_000 });
  await admin.page.type('input[name=user]', 'user');
  await admin.page.type('input[name=password]', 'test');
  await press('Sign in');
}

beforeAll(async () => {
  installation = await Installation.start({ planet: PLANET });
  installation.startWorker('studio');
  installation.startWorker('rack');
  await browser.start();
  admin = await browser.open(installation.url, { width: 1440, height: 900 });
  await installation.mood('happy', ALL, 60_000);
});

afterAll(async () => {
  await browser.stop();
  await installation.dispose();
});

test('who signs in sees the planet; a wrong password is told; the first load is less than 400 kB', async () => {
  const session = await admin.page.createCDPSession();
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  let received = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => (received += encodedDataLength));
  await go('/?view=list');
  await admin.page.waitForSelector('input[name=user]', { timeout: 30_000 });
  expect(await violations()).toEqual([]);
  await admin.page.type('input[name=user]', 'user');
  await admin.page.type('input[name=password]', 'wrong');
  await press('Sign in');
  await says('wrong user or password');
  await admin.page.evaluate(() => {
    document.querySelector<HTMLInputElement>('input[name=password]')?.select();
  });
  await admin.page.type('input[name=password]', 'test');
  await press('Sign in');
  await shows('all components happy', () => document.querySelectorAll('[data-mood=happy]').length === 3);
  expect(received).toBeGreaterThan(100_000);
  expect(received).toBeLessThan(400_000);
  await session.detach();
  expect(await violations()).toEqual([]);
});

test('no script is inline, and the policy lets none in', async () => {
  const answer = await fetch(installation.url);
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("script-src 'self'");
  expect(policy).not.toMatch(/script-src[^;]*unsafe/);
  const html = await answer.text();
  for (const [, attributes, content] of html.matchAll(/<script([^>]*)>([^]*?)<\/script>/g)) {
    expect(attributes).toMatch(/src="\/assets\//);
    expect(content).toBe('');
  }
});

test('the graph shows every component, its connections and how much goes over them', async () => {
  await go('/');
  await shows('three nodes', () => document.querySelectorAll('.react-flow__node-component').length === 3);
  await shows('a rate', () =>
    /bit\/s/.test(document.querySelector('.react-flow__edgelabel-renderer')?.textContent ?? ''),
  );
  await press('By machine');
  await says('Worker rack');
  expect(await violations()).toEqual([]);
});

test('texts from outside are text', async () => {
  await says(HOSTILE);
  expect(await admin.page.title()).not.toBe('1');
  expect(await admin.page.$('img[src=x]')).toBeNull();
});

test('several are chosen, stopped and started', async () => {
  await go('/?view=list');
  for (const id of ['/default/encoder', '/default/muxer']) {
    const box = await admin.page.waitForSelector(`input[aria-label="Choose ${id}"]`, { timeout: 30_000 });
    await box?.click();
  }
  await says('2 chosen');
  await press('Stop');
  await says('Stop 2 components?');
  await admin.page.evaluate(() => {
    const buttons = [...document.querySelectorAll<HTMLButtonElement>('[role=dialog] button')];
    buttons.find(({ textContent }) => textContent === 'Stop')?.click();
  });
  await installation.mood('sleeping', ['/default/encoder', '/default/muxer']);
  await shows('two asleep', () => document.querySelectorAll('[data-mood=sleeping]').length === 2);
  await press('Start');
  await installation.mood('happy', ALL);
  await shows('all happy', () => document.querySelectorAll('[data-mood=happy]').length === 3);
});

test('a live property is changed, and takes effect without a restart', async () => {
  const pid = await installation.pid(TONE);
  await go(`/components${TONE}?tab=properties`);
  const field = await admin.page.waitForSelector('input[name=volume]', { timeout: 30_000 });
  await field?.click({ count: 3 });
  await admin.page.keyboard.type('0.5');
  await says('takes effect at once');
  await press('Apply');
  await installation.until(
    'the volume is 0.5',
    async () => {
      const { body } = await installation.get('/api/components/default/tone');
      return (JSON.parse(body) as { properties: { volume: number } }).properties.volume === 0.5;
    },
    30_000,
  );
  expect(await installation.pid(TONE)).toBe(pid);
  expect(await violations()).toEqual([]);
});

test.each([
  ['/components/default/tone', 'History'],
  ['/components/default/tone?tab=connections', 'Eaten by'],
  ['/components/default/tone?tab=plugs', 'effect-volume'],
  ['/components/default/tone?tab=pipeline', 'AudioTestSrc'],
  ['/components/default/tone?tab=log', 'Show from'],
  ['/workers', 'logged in'],
  ['/messages', 'Messages'],
  ['/registry', 'audiotest-producer'],
  ['/audit', 'Stop component'],
  ['/users', 'Tokens of programs'],
])('%s is there, and everybody can use it', async (path, text) => {
  await go(path);
  await says(text);
  expect(await violations()).toEqual([]);
});

test('everybody can use the dialogs', async () => {
  await go('/users');
  await press('New account');
  await shows('the dialog', () => document.querySelector('[role=dialog] input[type=password]') !== null);
  expect(await violations()).toEqual([]);
  await press('Close');
  await shows('no dialog', () => document.querySelector('[role=dialog]') === null);
}, 90_000);

test('a manager that goes away is told of; when it is back the page catches up', async () => {
  await go('/?view=list');
  await shows('all happy', () => document.querySelectorAll('[data-mood=happy]').length === 3);
  installation.manager?.kill('SIGKILL');
  await installation.manager?.end().catch(() => undefined);
  await says('The manager does not answer');
  await installation.startManager();
  await shows('no trouble', () => !document.body.innerText.includes('The manager does not answer'));
  await installation.mood('happy', ALL);
  await installation.call('POST', '/api/components/default/muxer/stop');
  await shows('one asleep', () => document.querySelectorAll('[data-mood=sleeping]').length === 1);
});

test('on a phone in the dark everything fits the width', async () => {
  const phone = await browser.open(installation.url, { width: 390, height: 844, isMobile: true, dark: true });
  const before = admin;
  admin = phone;
  try {
    if ((await phone.page.$('input[name=user]')) !== null) await signIn();
    for (const path of ['/?view=list', '/components/default/tone', '/workers', '/users']) {
      await go(path);
      await shows('the page', () => document.querySelector('h1') !== null);
      const [wide, room] = await phone.page.evaluate(() => [
        document.documentElement.scrollWidth,
        document.documentElement.clientWidth,
      ]);
      expect(wide).toBeLessThanOrEqual(room!);
    }
    expect(await violations()).toEqual([]);
  } finally {
    admin = before;
    await phone.close();
  }
});

test('nothing went wrong on the pages', () => {
  const expected =
    /401|ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|WebSocket connection to/;
  expect(admin.problems.filter((text) => !expected.test(text))).toEqual([]);
});
