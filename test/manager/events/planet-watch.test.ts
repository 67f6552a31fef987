import 'reflect-metadata';
import { Logger } from '../../../core/src/log/logger';
import { Changes } from '../../../core/src/manager/changes';
import type { ComponentState, WorkerState } from '../../../core/src/manager/describe';
import { Events } from '../../../core/src/manager/events/events';
import { MessageBook } from '../../../core/src/manager/events/message-book';
import { PlanetWatch } from '../../../core/src/manager/events/planet-watch';
import { waitUntil } from '../../support/wait-until';

const shown = new Map<string, ComponentState>();
const workers = new Map<string, WorkerState>();
let changes: Changes;
let events: Events;
let watch: PlanetWatch;
let lines: string[];

function component(id: string, over: Partial<ComponentState> = {}): ComponentState {
  const [, flow = '', name = ''] = id.split('/');
  const state: ComponentState = {
    id,
    flow,
    name,
    type: 'test',
    worker: 'one',
    wanted: 'running',
    mood: 'happy',
    messages: [],
    properties: {},
    stats: {},
    plugs: [],
    eaters: [],
    feeders: [],
    ...over,
  };
  shown.set(id, state);
  return state;
}

interface Told {
  readonly type: string;
  readonly data: Record<string, unknown>;
}

function told(): Told[] {
  const all: Told[] = [];
  for (let place = 0; ;) {
    const event = events.ring.after(place);
    if (event === undefined || event === 'lost') return all;
    place = event.number;
    all.push(JSON.parse(event.text) as Told);
  }
}

beforeEach(() => {
  shown.clear();
  workers.clear();
  changes = new Changes();
  events = new Events();
  lines = [];
  const supervisor = {
    changes,
    current: {
      get components() {
        return [...shown.keys()].map((id) => ({ id }));
      },
      find: (id: string) => (shown.has(id) ? { id } : undefined),
    },
    workers: { facts: workers },
  };
  const control = { shown: (id: string) => shown.get(id), worker: (name: string) => workers.get(name) };
  watch = new PlanetWatch(
    supervisor as never,
    control,
    events,
    new MessageBook(),
    new Logger((line) => lines.push(line.text), [], 'manager', 'test'),
  );
});
afterEach(() => {
  watch.stop();
});

it('tells of what has changed, once, and not of what was there or only moves', async () => {
  component('/main/a');
  component('/main/b');
  watch.start();
  changes.tell({ kind: 'component', id: '/main/a' });
  component('/main/b', { mood: 'hungry', reason: 'no feed', cpu: 0.5, memory: 7, stats: { clients: 1 } });
  changes.tell({ kind: 'component', id: '/main/b' });
  await waitUntil('an event', () => told().length > 0);
  component('/main/b', { mood: 'hungry', reason: 'no feed', cpu: 0.7, memory: 8, stats: { clients: 2 } });
  changes.tell({ kind: 'component', id: '/main/b' });
  component('/main/a', { mood: 'sad' });
  changes.tell({ kind: 'component', id: '/main/a' });
  await waitUntil('the next event', () => told().length > 1);
  expect(told().map(({ type, data }) => [type, data['id'], data['mood']])).toEqual([
    ['component', '/main/b', 'hungry'],
    ['component', '/main/a', 'sad'],
  ]);
  for (const { data } of told()) expect(Object.keys(data)).not.toContain('cpu');
});

it('tells of one component at most four times a second, and of its last state surely', async () => {
  component('/main/a');
  watch.start();
  const began = performance.now();
  for (let count = 0; performance.now() - began < 600; count++) {
    component('/main/a', { reason: String(count) });
    changes.tell({ kind: 'component', id: '/main/a' });
    await new Promise(setImmediate);
  }
  component('/main/a', { reason: 'the last' });
  changes.tell({ kind: 'component', id: '/main/a' });
  await waitUntil('the last', () => told().at(-1)?.data['reason'] === 'the last');
  const seconds = (performance.now() - began) / 1000;
  expect(told().length).toBeLessThanOrEqual(Math.ceil(seconds * 4) + 1);
});

it('tells of messages that are new, after the component', async () => {
  const message = { level: 'warning', id: 'x', text: 'strange', time: 5, advice: 'look' } as const;
  component('/main/a', { messages: [message] });
  watch.start();
  const next = { ...message, id: 'y', time: 6 };
  component('/main/a', { messages: [message, next] });
  changes.tell({ kind: 'component', id: '/main/a' });
  await waitUntil('both events', () => told().length === 2);
  expect(told().map(({ type }) => type)).toEqual(['component', 'message']);
  expect(told()[1]?.data).toEqual({ ...next, component: '/main/a' });
});

it('tells of what came into the planet and what left it', async () => {
  component('/main/a');
  watch.start();
  shown.delete('/main/a');
  component('/main/b');
  changes.tell({ kind: 'planet' });
  await waitUntil('both events', () => told().length === 2);
  expect(
    told()
      .map(({ type, data }) => `${type} ${String(data['id'])}`)
      .sort(),
  ).toEqual(['component /main/b', 'component-removed /main/a']);
});

it('tells of workers, also of one that is forgotten', async () => {
  watch.start();
  workers.set('one', { name: 'one', online: true, address: '', hostname: '', feederPorts: [], packages: [] });
  changes.tell({ kind: 'worker', name: 'one' });
  await waitUntil('its event', () => told().length === 1);
  workers.delete('one');
  workers.set('two', { name: 'two', online: true, address: '', hostname: '', feederPorts: [], packages: [] });
  changes.tell({ kind: 'worker', name: 'two' });
  await waitUntil('the others', () => told().length === 3);
  expect(
    told()
      .map(({ type, data }) => `${type} ${String(data['name'])}`)
      .sort(),
  ).toEqual(['worker one', 'worker two', 'worker-removed one']);
});

it('goes on when one component cannot be described', async () => {
  component('/main/a');
  watch.start();
  shown.set('/main/b', { ...component('/main/b'), feeders: undefined as never });
  component('/main/a', { mood: 'sad' });
  changes.tell({ kind: 'component', id: '/main/b' });
  changes.tell({ kind: 'component', id: '/main/a' });
  await waitUntil('its event', () => told().length === 1);
  expect(lines.join('\n')).toContain('/main/b');
});
