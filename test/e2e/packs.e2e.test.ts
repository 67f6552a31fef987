/** @long npm installs packages again and again. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Installation, ROOT, type ComponentView } from '../support/installation';
import { NpmRegistry } from '../support/npm-registry';
import { component, planet } from '../support/planets';
import { run } from '../support/process';

const OURS = ['registry', 'core', 'plugins/audiotest', 'plugins/htpasswdcrypt', 'create-flumotion-plugin'];
const PACKAGES = ['core', 'plugin-audiotest', 'plugin-htpasswdcrypt'].map((name) => `@flumotion/${name}`);

interface PackageView {
  readonly name: string;
  readonly version: string;
  readonly problem?: string;
  readonly known?: string;
  readonly fit?: string;
}

let registry: NpmRegistry;
let hostA: string;
let hostB: string;
let installation: Installation;
const ends: (() => Promise<void>)[] = [];

/** Flow over two workers: the tone is made on a, encoded by the generated pack on b, counted by an ESM pack on a. */
function flow(...more: readonly string[]): string {
  return planet(
    [
      '<flow name="main">',
      component('tone', 'audiotest-producer', { worker: 'a' }),
      component('encoder', 'owl-encoder', { worker: 'b', eat: { default: ['tone'] } }),
      component('counter', 'esm-counter', { worker: 'a', eat: { default: ['encoder'] } }),
      ...more,
      '</flow>',
    ].join('\n'),
  );
}

/** Writes a package whose code is one file. */
function pack(name: string, type: string, code: string, version = '1.0.0', more: object = {}): string {
  const folder = join(registry.folder, 'packs', `${name}-${version}`);
  mkdirSync(folder, { recursive: true });
  const manifest = {
    name,
    version,
    main: 'index.js',
    keywords: ['flumotion-plugin'],
    flumotion: { api: '^1.0.0', components: [type] },
    peerDependencies: { '@flumotion/core': '^1.0.0' },
    ...more,
  };
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'index.js'), code);
  return folder;
}

/** Code of a component without media that does something when it starts. */
function starting(type: string, start: string): string {
  return `const { defineComponent } = require('@flumotion/core/plugin');
    module.exports = defineComponent({ type: '${type}', kind: 'misc', description: 'For tests.' }, { start() { ${start} } });`;
}

const COUNTER = `import { defineComponent } from '@flumotion/core/plugin';
export default defineComponent(
  {
    type: 'esm-counter',
    kind: 'consumer',
    description: 'Counts buffers.',
    eaters: { default: { caps: 'ANY', description: 'Any stream.' } },
    stats: { buffers: { kind: 'counter', description: 'Buffers.' }, media: { kind: 'text', description: 'Type.' } },
    pipeline: '@eater:default@ ! @tap:default@',
  },
  {
    start(context) {
      context.tap('default', {
        caps: ({ mediaType }) => context.stat('media', mediaType),
        buffer: () => context.count('buffers'),
      });
    },
  },
);
`;

async function reload(xml: string): Promise<{ status: number; body: string }> {
  writeFileSync(installation.planetFile, xml);
  return installation.call('POST', '/api/planet/reload');
}

async function packageOn(worker: string, name: string): Promise<PackageView | undefined> {
  const { body } = await installation.get('/api/planet');
  const { workers } = JSON.parse(body) as { workers: { name: string; packages: PackageView[] }[] };
  return workers.find((one) => one.name === worker)?.packages.find((one) => one.name === name);
}

async function buffers(): Promise<number> {
  return Number((await installation.component('/main/counter')).stats?.['buffers'] ?? 0);
}

/** Waits until the counter has counted on from where it is now. */
async function goesOn(): Promise<void> {
  const before = await buffers();
  await installation.until('the stream goes on', async () => (await buffers()) > before + 10, 15_000);
}

/** Waits until the manager has said something. */
function said(text: string): Promise<void> {
  return installation.until(
    `the manager to say ${text}`,
    () => installation.manager?.output.includes(text) === true,
    40_000,
  );
}

async function sad(id: string): Promise<ComponentView> {
  await installation.mood('sad', [id]);
  return installation.component(id);
}

beforeAll(async () => {
  registry = await NpmRegistry.start();
  ends.push(() => registry.close());
  await registry.publish(...OURS.map((folder) => join(ROOT, folder)));
  [hostA, hostB] = [registry.host('a'), registry.host('b')];
  await Promise.all([hostA, hostB].map((host) => registry.npm(host, 'install', ...PACKAGES)));
  installation = await Installation.start({ planet: planet(''), home: hostA });
  ends.push(() => installation.dispose());
  installation.startWorker('a');
  installation.startWorker('b', [], {}, hostB);
});

afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

let owl: string;

test('a pack is generated, tested and published', async () => {
  const work = registry.host('work');
  const generator = join(ROOT, 'create-flumotion-plugin/bin/create-flumotion-plugin.js');
  await run('sh', ['-c', 'cd "$0" && "$1" "$2" owl --yes --kind encoder', work, process.execPath, generator]);
  owl = join(work, 'owl');
  // The compiler is that of the checkout, found in the folder above.
  await registry.npm(owl, 'pkg', 'delete', 'devDependencies.typescript', 'devDependencies.@types/node');
  await registry.npm(owl, 'install');
  const tested = await registry.npm(owl, 'test');
  expect(tested).toMatch(/^# pass 2$/m);
  expect(await registry.publish(owl)).toEqual(['flumotion-plugin-owl@0.1.0']);
});

test('installed beside a running manager and workers, it is found, inspected and run on two workers', async () => {
  expect((await reload(flow())).body).toContain('unknown component type');
  const counter = pack('flumotion-plugin-counter', 'esm-counter', COUNTER, '1.0.0', { type: 'module' });
  await registry.publish(counter);
  await registry.npm(hostA, 'install', 'flumotion-plugin-owl', 'flumotion-plugin-counter');
  expect((await reload(flow())).status).toBe(200);
  const { reason, messages } = await sad('/main/encoder');
  expect(reason).toBe('worker b has no package with the component owl-encoder');
  expect(messages?.[0]?.advice).toContain('npm install flumotion-plugin-owl on that machine');

  await registry.npm(hostB, 'install', 'flumotion-plugin-owl');
  await installation.mood('happy');
  await goesOn();
  expect((await installation.component('/main/counter')).stats).toMatchObject({ media: 'audio/x-opus' });
  const inspect = join(hostA, 'node_modules/.bin/flumotion-inspect');
  const shown = await run('sh', ['-c', 'cd "$0" && "$1" owl-encoder bitrate', hostA, inspect]);
  expect(shown).toMatch(/Target bit rate/);
  const manager = join(hostA, 'node_modules/.bin/flumotion-manager');
  const check = 'cd "$0" && "$1" --check "$2"';
  expect(await run('sh', ['-c', check, hostA, manager, installation.planetFile])).toContain(
    'nothing wrong: 3 components in 1 flow',
  );
});

test('an upgrade on one worker is seen, and a restart uses it', async () => {
  const source = join(owl, 'src/index.ts');
  writeFileSync(
    source,
    readFileSync(source, 'utf8').replace("name=encoder'", "name=encoder audio-type=voice'"),
  );
  const manifest = join(owl, 'package.json');
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('"0.1.0"', '"0.1.1"'));
  await registry.publish(owl);
  const before = await installation.pid('/main/encoder');
  await registry.npm(hostB, 'install', 'flumotion-plugin-owl@0.1.1');
  await installation.until(
    'the upgrade is seen',
    async () => (await packageOn('b', 'flumotion-plugin-owl'))?.version === '0.1.1',
    15_000,
  );
  expect(await packageOn('b', 'flumotion-plugin-owl')).toMatchObject({ known: '0.1.0', fit: 'newer' });
  expect(await packageOn('a', 'flumotion-plugin-owl')).toMatchObject({ version: '0.1.0', fit: 'same' });
  expect(await installation.pid('/main/encoder')).toBe(before);
  await installation.call('POST', '/api/components/main/encoder/restart');
  await installation.until(
    'another job runs',
    async () => {
      const { pid, mood } = await installation.component('/main/encoder');
      return pid !== undefined && pid !== before && mood === 'happy';
    },
    15_000,
  );
  await goesOn();
});

test('packs that throw or hang while they are loaded are named, and harm nobody', async () => {
  await registry.publish(
    pack('flumotion-plugin-throws', 'throwing-thing', "throw new Error('no luck today');"),
    pack('flumotion-plugin-hangs', 'hanging-thing', 'for (;;);'),
  );
  await registry.npm(hostA, 'install', 'flumotion-plugin-throws', 'flumotion-plugin-hangs');
  for (const type of ['throwing-thing', 'hanging-thing']) {
    const { status, body } = await reload(flow(component('bad', type, { worker: 'a' })));
    expect([status, body]).toEqual([
      422,
      expect.stringContaining(`component type \\"${type}\\" cannot be used`),
    ]);
  }
  await said('flumotion-plugin-throws failed while it was loaded: no luck today');
  await said('flumotion-plugin-hangs was still loading after 3 s');
  await installation.mood('happy');
  await goesOn();
});

test('what packs throw after they were loaded is told under their name, and harms nobody', async () => {
  const tardy = `${starting('tardy-thing', '')}
    setTimeout(() => { throw new Error('too late'); }, 50);
    setTimeout(() => { throw 'without a stack'; }, 60);
    Promise.reject(new Error('nobody waits for this'));`;
  const plug = `const { definePlug } = require('@flumotion/core/plugin');
    module.exports = definePlug({ type: 'tardy-plug', socket: 'component', description: 'For tests.' }, {
      start() { setTimeout(() => { throw new Error('the plug tripped'); }, 50); },
    });`;
  await registry.publish(
    pack('flumotion-plugin-tardy', 'tardy-thing', tardy),
    pack('flumotion-plugin-quiet', 'quiet-thing', starting('quiet-thing', '')),
    pack('flumotion-plugin-tardy-plug', '', plug, '1.0.0', {
      flumotion: { api: '^1.0.0', plugs: ['tardy-plug'] },
    }),
  );
  const names = ['tardy', 'quiet', 'tardy-plug'].map((name) => `flumotion-plugin-${name}`);
  await registry.npm(hostA, 'install', ...names);
  const plugged = '<plugs><plug type="tardy-plug"/></plugs>';
  expect(
    (await reload(flow(`<component name="plugged" type="quiet-thing" worker="a">${plugged}</component>`)))
      .status,
  ).toBe(200);
  await installation.until(
    'the plug is named',
    async () => {
      const { messages } = await installation.component('/main/plugged');
      return (
        messages?.some(({ text }) => text.includes('tardy-plug failed (later): the plug tripped')) === true
      );
    },
    30_000,
  );
  expect(await installation.component('/main/plugged')).toMatchObject({ mood: 'happy', restarts: 0 });
  await said('flumotion-plugin-tardy failed after it was loaded');
  expect((await reload(flow())).status).toBe(200);
  await goesOn();
});

test('components that hang, die, leak or throw when they start harm only themselves', async () => {
  const leak =
    'for (let i = 0; i < 5000; i++) process.on("exit", () => undefined); setInterval(() => undefined, 1);';
  const kinds = {
    'late-thing': 'return new Promise(() => undefined);',
    'stuck-thing': 'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);',
    'dying-thing': 'setTimeout(() => process.exit(3), 100);',
    'leaky-thing': leak,
    'sad-thing': "throw new Error('it cannot');",
  };
  await registry.publish(
    ...Object.entries(kinds).map(([type, start]) =>
      pack(`flumotion-plugin-${type}`, type, starting(type, start)),
    ),
  );
  await registry.npm(hostA, 'install', ...Object.keys(kinds).map((type) => `flumotion-plugin-${type}`));
  const bad = Object.keys(kinds).map((type) => component(type, type, { worker: 'a' }));
  expect((await reload(flow(...bad))).status).toBe(200);
  await installation.mood('happy', ['/main/leaky-thing']);
  expect((await sad('/main/sad-thing')).reason).toBe('it cannot');
  expect((await sad('/main/late-thing')).reason).toContain('was not answered within');
  await goesOn();
  await installation.mood('happy', ['/main/tone', '/main/encoder', '/main/counter']);
  const began = Date.now();
  await installation.call('POST', '/api/components/main/leaky-thing/stop');
  await installation.mood('sleeping', ['/main/leaky-thing']);
  expect(Date.now() - began).toBeLessThan(10_000);
  expect((await reload(flow())).status).toBe(200);
  await installation.until('the bad jobs end', () => installation.jobs().length === 3, 30_000);
  await goesOn();
});

test('a version whose API range does not fit is refused, with the versions', async () => {
  const manifest = join(owl, 'package.json');
  const text = readFileSync(manifest, 'utf8');
  writeFileSync(manifest, text.replace('"0.1.1"', '"0.1.2"').replace('"api": "^1.0.0"', '"api": "^9.0.0"'));
  await registry.publish(owl);
  await registry.npm(hostB, 'install', 'flumotion-plugin-owl@0.1.2');
  await installation.until(
    'the problem is seen',
    async () => (await packageOn('b', 'flumotion-plugin-owl'))?.problem !== undefined,
    15_000,
  );
  expect((await packageOn('b', 'flumotion-plugin-owl'))?.problem).toContain('it wants ^9.0.0, this is 1.');
  // What runs goes on; a fresh start is refused.
  await goesOn();
  await installation.call('POST', '/api/components/main/encoder/stop');
  await installation.mood('sleeping', ['/main/encoder']);
  await installation.call('POST', '/api/components/main/encoder/start');
  expect((await sad('/main/encoder')).reason).toContain('it wants ^9.0.0');
});
