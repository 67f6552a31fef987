/// <reference lib="dom" />
import { readFileSync } from 'node:fs';
import type { Request } from 'playwright-core';
import { AdminPage } from '../support/admin-page';
import { TestBrowser } from '../support/browser';
import { freePort } from '../support/free-port';
import { Installation } from '../support/installation';
import { Listener } from '../support/listener';
import { LOOK } from '../support/page-words';
import { component, planet } from '../support/planets';
import { waitUntil } from '../support/wait-until';

const PASSWORD = 'a long enough password';
const VIEW = { width: 1440, height: 1000 };

let installation: Installation;
let streamPort: number;
const browser = new TestBrowser();
const people = new Map<string, AdminPage>();

/** Small components on two workers; `spare` is fed to nobody, so that it may come and go. */
function flow(): string {
  return [
    '  <flow name="default">',
    component('tone', 'audiotest-producer', { worker: 'studio', properties: { volume: 0.5 } }),
    component('red', 'videotest-producer', {
      worker: 'studio',
      properties: { width: 64, height: 48, framerate: '5/1', pattern: 4 },
    }),
    component('spare', 'audiotest-producer', { worker: 'studio', properties: { volume: 0.1 } }),
    component('encoder', 'vorbis-encoder', { worker: 'rack', eat: { default: ['tone'] } }),
    component('muxer', 'ogg-muxer', { worker: 'rack', eat: { default: ['encoder'] } }),
    component('http', 'http-streamer', {
      worker: 'rack',
      eat: { default: ['muxer'] },
      properties: { port: streamPort, interface: '127.0.0.1' },
    }),
    '  </flow>',
  ].join('\n');
}

/** The page of somebody, signed in. */
function of(user: string): AdminPage {
  const page = people.get(user);
  if (!page) throw new Error(`${user} has no page`);
  return page;
}

/** What the planet file says of a component; empty when it does not have it. */
function stored(name: string): string {
  const file = readFileSync(installation.planetFile, 'utf8');
  return new RegExp(`<component name="${name}"[^]*?(?:</component>|/>)`).exec(file)?.[0] ?? '';
}

function inFile(what: string, holds: () => boolean): Promise<void> {
  return installation.until(`the planet file to say ${what}`, holds, 30_000, () =>
    readFileSync(installation.planetFile, 'utf8'),
  );
}

async function open(user: string, password: string): Promise<void> {
  const person = await AdminPage.open(browser, installation.url, VIEW);
  people.set(user, person);
  await person.signIn(user, password);
}

beforeAll(async () => {
  streamPort = await freePort();
  installation = await Installation.start({ planet: planet(flow()) });
  installation.startWorker('studio');
  installation.startWorker('rack');
  await browser.start();
  for (const [user, role] of [
    ['ann', 'admin'],
    ['bob', 'admin'],
    ['olga', 'operator'],
    ['victor', 'viewer'],
  ] as const) {
    const account = { user, role, password: PASSWORD };
    // On a busy machine the answer may come too late; then the name is taken.
    await installation.until(
      `an account of ${user}`,
      async () => [201, 409].includes((await installation.call('POST', '/api/users', account)).status),
      40_000,
    );
    await open(user, PASSWORD);
  }
  await installation.mood('happy', undefined, 60_000);
});

afterAll(async () => {
  await browser.stop();
  await installation.dispose();
});

describe('two admins change the same component', () => {
  const PATH = '/components/default/spare?tab=properties';

  test('the second sees at once what the first changed, keeps the own changes, and both are saved', async () => {
    const [ann, bob] = [of('ann'), of('bob')];
    await ann.go(PATH);
    await bob.go(PATH);
    await bob.writeAt('input[name=samplerate]', '32000');
    await ann.writeAt('input[name=channels]', '2');
    await ann.press('Save and restart');
    await inFile('2 channels', () => /name="channels">2</.test(stored('spare')));
    await bob.shows('what ann changed', () =>
      /^2/.test(document.querySelector<HTMLInputElement>('input[name=channels]')?.value ?? ''),
    );
    await bob.shows('what bob wrote', () =>
      /^32.?000/.test(document.querySelector<HTMLInputElement>('input[name=samplerate]')?.value ?? ''),
    );
    expect(stored('spare')).not.toContain('32000');
    await bob.press('Save and restart');
    await inFile('what both wanted', () =>
      /name="channels">2<[^]*name="samplerate">32000<|name="samplerate">32000<[^]*name="channels">2</.test(
        stored('spare'),
      ),
    );
    await bob.shows('nothing to save', () => document.querySelector('[aria-label^="Changes that"]') === null);
  });

  test('what both change is told, and the own change is kept', async () => {
    const [ann, bob] = [of('ann'), of('bob')];
    await ann.go(PATH);
    await bob.go(PATH);
    await bob.writeAt('input[name=samplerate]', '24000');
    await ann.writeAt('input[name=samplerate]', '16000');
    await ann.press('Save and restart');
    await inFile('the change of ann', () => /name="samplerate">16000</.test(stored('spare')));
    await bob.says('Somebody else has changed it meanwhile');
    await bob.says('samplerate is now 16000; yours would take its place.');
    await bob.press('Save and restart');
    await inFile('the change of bob', () => /name="samplerate">24000</.test(stored('spare')));
    await installation.mood('happy', ['/default/spare']);
  });
});

/** Names of what can be pressed or changed on a page, beside its frame. */
function controls({ page }: AdminPage): Promise<readonly string[]> {
  return page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLInputElement>(
        '#main :is(button, input, textarea, select, [role=slider], [role=switch])',
      ),
    ]
      .filter(
        (one) => !one.disabled && one.ariaDisabled !== 'true' && one.getAttribute('data-disabled') === null,
      )
      .map((one) => one.ariaLabel ?? (one.innerText.trim() || one.name || one.placeholder)),
  );
}

/** The same, once what is named is among them. */
async function controlsWith(person: AdminPage, ...names: readonly string[]): Promise<readonly string[]> {
  let found: readonly string[] = [];
  await waitUntil(
    () => `${names.join(', ')} on the page; there is ${found.join(', ')}`,
    async () => {
      found = await controls(person);
      return names.every((name) => found.includes(name));
    },
    undefined,
    LOOK,
  );
  return found;
}

const CHANGES =
  /^(start|stop|restart|delete|move|edit|new|add|make|save|apply|change|eject|import|have it|volume|samplerate|burst|port)\b/i;

describe('roles', () => {
  test.each([
    ['/?view=list', 'Choose /default/tone', 'red'],
    ['/', '', 'red'],
    ['/components/default/tone', 'Look', 'State'],
    ['/components/default/tone?tab=properties', '', 'Your role may look at the properties'],
    ['/components/default/tone?tab=log', '', 'Show from'],
    ['/components/default/http?tab=table-listeners', '', 'in all'],
    ['/components/default/http?tab=actions', '', 'Eject listener'],
    ['/workers', '', 'logged in'],
    ['/messages', '', 'Messages'],
    ['/registry', '', 'audiotest-producer'],
    ['/audit', '', 'This page is for the role admin'],
    ['/users', '', 'This page is for the role admin'],
    ['/wizard', '', 'This page is for the role admin'],
    ['/editor/default', '', 'Only an admin'],
  ])('a viewer sees %s and finds nothing there that changes anything', async (path, has, text) => {
    const victor = of('victor');
    const asked: string[] = [];
    const note = (request: Request): void => void asked.push(`${request.method()} ${request.url()}`);
    victor.page.on('request', note);
    await victor.go(path);
    await victor.loaded();
    await victor.says(text);
    const found = await controlsWith(victor, ...(has === '' ? [] : [has]));
    expect(found.filter((name) => CHANGES.test(name))).toEqual([]);
    // Whatever can be pressed is pressed: it only looks.
    await victor.page.evaluate(() => {
      for (const one of document.querySelectorAll<HTMLElement>('#main :is(button, input, [role=switch])'))
        one.click();
    });
    await victor.has('h1');
    victor.page.off('request', note);
    expect(asked.length).toBeGreaterThan(0);
    expect(asked.filter((line) => !line.startsWith('GET '))).toEqual([]);
  });

  test('the same look finds what an admin can change', async () => {
    const ann = of('ann');
    await ann.go('/components/default/tone?tab=properties');
    const names = ['Stop', 'Restart', 'Move', 'Delete', 'volume'];
    const found = (await controlsWith(ann, ...names)).filter((one) => CHANGES.test(one));
    expect(found).toEqual(expect.arrayContaining(names));
  });

  test('an operator stops and starts, and can neither move nor delete', async () => {
    const olga = of('olga');
    await olga.go('/components/default/spare');
    await olga.press('Stop');
    await olga.pressInDialog('Stop');
    await installation.mood('sleeping', ['/default/spare']);
    // What may change while it runs may change while it is stopped too.
    await olga.go('/components/default/spare?tab=properties');
    await olga.writeAt('input[name=frequency]', '660');
    await olga.says('frequency: takes effect when it is started');
    await olga.press('Apply');
    await inFile('the new pitch', () => stored('spare').includes('660'));
    await olga.press('Start');
    await installation.mood('happy', ['/default/spare']);
    await olga.has('#main [data-mood=happy]');
    const found = await controlsWith(olga, 'Stop', 'Restart');
    expect(found).not.toContain('Delete');
    expect(found).not.toContain('Move');
  });
});

test('a listener is ejected from the table of listeners', async () => {
  const ann = of('ann');
  const listener = new Listener(`http://127.0.0.1:${String(streamPort)}/`);
  try {
    await installation.until('the stream comes', () => listener.bytes > 0, 30_000);
    await ann.go('/components/default/http?tab=table-listeners');
    await ann.says('1 in all');
    await ann.press('Eject');
    await ann.says('Address 127.0.0.1');
    expect(listener.ended).toBeUndefined();
    await ann.pressInDialog('Eject listener');
    await installation.until('the listener is let go', () => listener.ended !== undefined, 30_000);
    await ann.says('0 in all');
    await ann.says('There is nothing.');
  } finally {
    listener.close();
  }
});

test('the picture of a video feed is to be seen, as it is', async () => {
  const ann = of('ann');
  await ann.go('/components/default/red');
  await ann.press('Look');
  await ann.shows('a red picture', () => {
    const picture = document.querySelector<HTMLImageElement>('img[alt="What /default/red feeds now"]');
    const context = document.createElement('canvas').getContext('2d');
    if (!picture || picture.naturalWidth === 0 || !context) return false;
    context.drawImage(picture, 0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
    return red > 180 && green < 60 && blue < 60;
  });
});

test('the level of an audio feed is shown, as it is', async () => {
  const ann = of('ann');
  await ann.go('/components/default/tone');
  await ann.press('Look');
  // 0.8 of full scale at half the volume.
  await ann.shows('a level of -8 dB', () => {
    const level = /(-?\d+\.\d) dB/.exec(document.querySelector<HTMLElement>('#main')?.innerText ?? '')?.[1];
    return Math.abs(Number(level) + 8) < 1;
  });
});

test('a component is moved to the other worker, and the file says so', async () => {
  const ann = of('ann');
  await ann.go('/components/default/spare');
  expect(stored('spare')).toContain('worker="studio"');
  await ann.menu('Move', 'rack');
  await ann.says('Move 1 component to rack?');
  await ann.pressInDialog('Move');
  await inFile('that it is on rack', () => stored('spare').includes('worker="rack"'));
  await installation.until(
    'it is happy on rack',
    async () => {
      const { worker, mood } = await installation.component('/default/spare');
      return worker === 'rack' && mood === 'happy';
    },
    40_000,
  );
  await ann.says('audiotest-producer on rack');
});

/** Checks that browsers complained of nothing but answers with some statuses. */
function nothingWentWrong(statuses: RegExp): void {
  for (const { problems } of people.values())
    expect(problems.filter((text) => !statuses.test(text))).toEqual([]);
}

test('nothing went wrong on the pages so far', () => {
  nothingWentWrong(/status of (401|412)/);
});

test('a component is deleted, and is gone from the file', async () => {
  const ann = of('ann');
  await ann.go('/components/default/spare');
  await of('bob').go('/components/default/spare');
  await of('bob').says('audiotest-producer on rack');
  await ann.press('Delete');
  await ann.says('Delete 1 component?');
  expect(stored('spare')).not.toBe('');
  await ann.pressInDialog('Delete');
  await inFile('nothing of it', () => stored('spare') === '');
  await of('bob').says('The component was deleted');
  await ann.says('5 components in 1 flow');
  expect(await installation.components()).toHaveLength(5);
  await installation.mood('happy');
  // What a page had just asked of it is answered that it is not there.
  nothingWentWrong(/status of (401|404|412)/);
});

test('where nobody can sign in yet the browser makes the first account', async () => {
  const fresh = await Installation.start({ planet: '<planet><manager name="fresh"/></planet>' });
  const first = await AdminPage.open(browser, fresh.url, VIEW);
  const second = await AdminPage.open(browser, fresh.url, VIEW);
  try {
    await first.says('make the first account');
    await first.writeAt('input[autocomplete=username]', 'grace');
    await first.counts('input[autocomplete=new-password]', 2);
    await first.write('Password', PASSWORD);
    await first.write('Password again', 'another');
    await first.says('The two passwords differ.');
    await first.write('Password again', PASSWORD);
    await first.press('Make the account');
    await first.has('[aria-label="Signed in as grace"]');
    await second.go('/');
    await second.signIn('grace', PASSWORD);
    await second.has('[aria-label="Signed in as grace"]');
    await second.go('/users');
    await second.says('grace (you)');
  } finally {
    await first.test.close();
    await second.test.close();
    await fresh.dispose();
  }
});
