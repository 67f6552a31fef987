import { jest } from '@jest/globals';
import { EventLink, type Wire } from '../app/api/event-link';

/** A WebSocket that does what the test says. */
class FakeWire implements Wire {
  onopen: Wire['onopen'] = null;
  onclose: Wire['onclose'] = null;
  onmessage: Wire['onmessage'] = null;
  readonly sent: unknown[] = [];
  closed = false;

  constructor(readonly path: string) {}

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.closed = true;
  }

  opens(): void {
    this.onopen?.(undefined as never);
  }

  breaks(): void {
    this.onclose?.(undefined as never);
  }

  says(message: unknown): void {
    this.onmessage?.({ data: typeof message === 'string' ? message : JSON.stringify(message) } as never);
  }
}

function rig(): { link: EventLink; wires: FakeWire[]; types: string[]; open: boolean[] } {
  const wires: FakeWire[] = [];
  const types: string[] = [];
  const open: boolean[] = [];
  const listener = {
    events: (events: readonly { type: string }[]) => types.push(...events.map(({ type }) => type)),
    open: (is: boolean) => open.push(is),
  };
  const link = new EventLink(listener, (path) => {
    const wire = new FakeWire(path);
    wires.push(wire);
    return wire;
  });
  return { link, wires, types, open };
}

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

test('after a break it asks for what followed the last event it had', () => {
  const { link, wires, types, open } = rig();
  link.start();
  expect(wires[0]?.path).toBe('/api/events');
  wires[0]?.opens();
  wires[0]?.says({ id: 'abc:7', type: 'component', data: {} });
  wires[0]?.breaks();
  jest.advanceTimersByTime(500);
  expect(wires[1]?.path).toBe('/api/events?since=abc%3A7');
  expect(types).toEqual(['component']);
  expect(open).toEqual([true, false]);
  link.end();
});

test('who knows the planet already is told from there on; a new beginning knows nothing of the last', () => {
  const { link, wires } = rig();
  link.start('abc:5');
  expect(wires[0]?.path).toBe('/api/events?since=abc%3A5');
  link.end();
  link.start();
  expect(wires[1]?.path).toBe('/api/events');
  link.end();
});

test('what was subscribed is subscribed again', () => {
  const { link, wires } = rig();
  link.start();
  wires[0]?.opens();
  const end = link.subscribe('figures');
  link.subscribe('figures')();
  expect(wires[0]?.sent).toEqual([{ subscribe: ['figures'] }]);
  wires[0]?.breaks();
  jest.advanceTimersByTime(500);
  wires[1]?.opens();
  expect(wires[1]?.sent).toEqual([{ subscribe: ['figures'] }]);
  end();
  end();
  expect(wires[1]?.sent).toEqual([{ subscribe: ['figures'] }, { unsubscribe: ['figures'] }]);
  link.end();
});

test('it waits longer each time, and at once where the network is back', () => {
  const { link, wires } = rig();
  link.start();
  for (const wait of [500, 1000, 2000, 4000, 8000, 8000]) {
    wires.at(-1)?.breaks();
    const before = wires.length;
    jest.advanceTimersByTime(wait - 1);
    expect(wires).toHaveLength(before);
    jest.advanceTimersByTime(1);
    expect(wires).toHaveLength(before + 1);
  }
  wires.at(-1)?.breaks();
  link.hurry();
  expect(wires).toHaveLength(8);
  link.end();
});

test('a connection that says nothing for long is made anew', () => {
  const { link, wires, open } = rig();
  link.start();
  wires[0]?.opens();
  jest.advanceTimersByTime(45_000);
  expect(wires[0]?.closed).toBe(true);
  expect(open).toEqual([true, false]);
  link.end();
});

test('what is no event is passed over, and nothing happens after the end', () => {
  const { link, wires, types } = rig();
  link.start();
  wires[0]?.opens();
  for (const message of ['{', '7', '{"data": 1}', 'null']) wires[0]?.says(message);
  link.end();
  expect(types).toEqual([]);
  jest.advanceTimersByTime(60_000);
  expect(wires).toHaveLength(1);
});
