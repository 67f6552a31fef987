/// <reference lib="dom" />
import { AdminPage } from '../support/admin-page';
import { TestBrowser } from '../support/browser';
import { CountingProxy } from '../support/counting-proxy';
import { Installation } from '../support/installation';

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
let admin: AdminPage;

/** Waits until so many components are shown to have a mood. */
const moods = (mood: string, count: number): Promise<void> => admin.counts(`[data-mood=${mood}]`, count);

/** Checks that the browser complained of nothing but what is expected. */
function nothingWentWrong(expected: RegExp): void {
  expect(admin.problems.filter((text) => !expected.test(text))).toEqual([]);
}

beforeAll(async () => {
  installation = await Installation.start({ planet: PLANET });
  installation.startWorker('studio');
  installation.startWorker('rack');
  await browser.start();
  admin = await AdminPage.open(browser, installation.url, { width: 1440, height: 900 });
  await installation.mood('happy', ALL, 60_000);
});

afterAll(async () => {
  await browser.stop();
  await installation.dispose();
});

test('who signs in sees the planet; a wrong password is told; nothing is complained of before', async () => {
  await admin.has('input[name=user]');
  expect(admin.problems).toEqual([]);
  expect(await admin.violations()).toEqual([]);
  await admin.tryToSignIn('user', 'wrong');
  await admin.says('wrong user or password');
  await admin.tryToSignIn('user', 'test');
  await moods('happy', 3);
  expect(await admin.violations()).toEqual([]);
});

/** Waits until the graph shows every component, and how much goes over its connections. */
async function graphIsUseful(page: AdminPage): Promise<void> {
  await page.counts('.react-flow__node-component', 3);
  await page.shows('a rate', () =>
    /bit\/s/.test(document.querySelector('.react-flow__edgelabel-renderer')?.textContent ?? ''),
  );
}

test.each<readonly [string, string, boolean, (page: AdminPage) => Promise<void>]>([
  ['the graph', '/', false, graphIsUseful],
  ['the graph, unencrypted from another machine,', '/', true, graphIsUseful],
  ['the list', '/?view=list', false, (page) => page.counts('[data-mood=happy]', 3)],
])(
  'until %s is of use to a first visitor, less than 400 kB have come',
  async (_, path, gzipOnly, isUseful) => {
    const proxy = new CountingProxy(Number(new URL(installation.url).port), gzipOnly);
    const url = await proxy.start();
    const visitor = await AdminPage.open(browser, url, { width: 1440, height: 900 }, path);
    try {
      await visitor.signIn('user', 'test');
      await isUseful(visitor);
      expect(proxy.received).toBeGreaterThan(100_000);
      expect(proxy.received).toBeLessThan(400_000);
    } finally {
      await visitor.test.close();
      await proxy.stop();
    }
  },
);

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
  await admin.go('/');
  await graphIsUseful(admin);
  // Feeds lead from box to box, which the large library places.
  await admin.press('By machine');
  await admin.says('Worker rack');
  await admin.counts('.react-flow__node-component', 3);
  expect(await admin.violations()).toEqual([]);
});

test('texts from outside are text', async () => {
  await admin.says(HOSTILE);
  expect(await admin.page.title()).not.toBe('1');
  expect(await admin.page.locator('img[src=x]').count()).toBe(0);
});

test('several are chosen, stopped and started', async () => {
  await admin.go('/?view=list');
  for (const id of ['/default/encoder', '/default/muxer']) {
    await admin.press(`Choose ${id}`, 'checkbox');
  }
  await admin.says('2 chosen');
  await admin.press('Stop');
  await admin.says('Stop 2 components?');
  await admin.pressInDialog('Stop');
  await installation.mood('sleeping', ['/default/encoder', '/default/muxer']);
  await moods('sleeping', 2);
  await admin.press('Start');
  await installation.mood('happy', ALL);
  await moods('happy', 3);
});

test('a live property is changed, and takes effect without a restart', async () => {
  const pid = await installation.pid(TONE);
  await admin.go(`/components${TONE}?tab=properties`);
  await admin.writeAt('input[name=volume]', '0.5');
  await admin.says('takes effect at once');
  await admin.press('Apply');
  await installation.until(
    'the volume is 0.5',
    async () => {
      const { body } = await installation.get('/api/components/default/tone');
      return (JSON.parse(body) as { properties: { volume: number } }).properties.volume === 0.5;
    },
    30_000,
  );
  expect(await installation.pid(TONE)).toBe(pid);
  expect(await admin.violations()).toEqual([]);
});

test.each([
  ['/components/default/tone', 'History'],
  ['/components/default/tone?tab=connections', 'Eaten by'],
  ['/components/default/tone?tab=plugs', 'effect-volume'],
  ['/components/default/tone?tab=pipeline', 'AudioTestSrc'],
  ['/components/default/tone?tab=log', 'Show from'],
  ['/workers', 'Up for'],
  ['/messages', 'Messages'],
  ['/registry', 'audiotest-producer'],
  ['/audit', 'Stop component'],
  ['/users', 'Tokens of programs'],
])('%s is there, and everybody can use it', async (path, text) => {
  await admin.go(path);
  await admin.loaded();
  await admin.says(text);
  expect(await admin.violations()).toEqual([]);
});

test('nothing went wrong on the pages so far', () => {
  nothingWentWrong(/status of 401/);
});

test('everybody can use dialogs and menus, and sees what is chosen and what is wrong', async () => {
  await admin.go('/users');
  await admin.press('New account');
  await admin.has('[role=dialog] input[type=password]');
  expect(await admin.violations()).toEqual([]);
  await admin.press('Close');
  await admin.closed();
  await admin.go('/components/default/tone');
  await admin.press('Stop');
  await admin.has('[role=dialog]');
  expect(await admin.violations()).toEqual([]);
  await admin.pressInDialog('Cancel');
  await admin.closed();
  await admin.press('Move');
  await admin.has('[role=menuitem]');
  expect(await admin.violations()).toEqual([]);
  await admin.go('/?view=list');
  await admin.pressAt('input[aria-label="Choose /default/tone"]');
  expect(await admin.violations()).toEqual([]);
  await admin.go('/components/default/tone?tab=properties');
  await admin.writeAt('input[name=volume]', '9');
  await admin.says('At most 4');
  expect(await admin.violations()).toEqual([]);
});

test('a manager that goes away is told of; when it is back the page catches up', async () => {
  await admin.go('/?view=list');
  await moods('happy', 3);
  installation.manager?.kill('SIGKILL');
  await installation.manager?.end().catch(() => undefined);
  await admin.says('The manager does not answer');
  await installation.startManager();
  await admin.saysNot('The manager does not answer');
  await installation.mood('happy', ALL);
  await installation.call('POST', '/api/components/default/muxer/stop');
  await moods('sleeping', 1);
});

test('on a phone in the dark everything fits the width', async () => {
  const form = { width: 390, height: 844, isMobile: true, dark: true };
  const phone = await AdminPage.open(browser, installation.url, form);
  try {
    await phone.signIn('user', 'test');
    for (const path of ['/?view=list', '/components/default/tone', '/workers', '/users']) {
      await phone.go(path);
      await phone.loaded();
      await phone.fits();
    }
    expect(await phone.violations()).toEqual([]);
  } finally {
    await phone.test.close();
  }
});

test('nothing went wrong on the pages', () => {
  // The manager was away for a while: whatever was asked just then failed.
  nothingWentWrong(/status of 401|net::ERR_|WebSocket connection to/);
});
