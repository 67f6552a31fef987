import { Socket } from 'node:net';
import { Pending } from '../../web/src';

const limits = { deadline: 10_000, most: 5, mostOfOne: 2, hardLimit: 8 };
let pending: Pending;
let sockets: Map<string, Socket>;
const late: string[] = [];

beforeEach(() => {
  jest.useFakeTimers();
  pending = new Pending(limits);
  sockets = new Map();
  late.length = 0;
});
afterEach(() => {
  pending.clear();
  jest.useRealTimers();
});

function add(name: string, address: string): void {
  const socket = new Socket();
  sockets.set(name, socket);
  pending.add(socket, address, () => late.push(name));
}

const closed = (): string[] => [...sockets].filter(([, { destroyed }]) => destroyed).map(([name]) => name);

it('closes nobody who has not been silent for some seconds, however many there are', () => {
  for (let index = 0; index < 8; index++) add(`a${index}`, '192.0.2.1');
  jest.advanceTimersByTime(2500);
  pending.check();
  expect(closed()).toEqual([]);
});

it('closes the oldest where too many are silent, those of an address with many first', () => {
  add('first', '192.0.2.1');
  for (let index = 0; index < 6; index++) add(`many${index}`, '192.0.2.2');
  jest.advanceTimersByTime(3500);
  pending.check();
  expect(closed()).toEqual(['many0', 'many1']);
  for (let index = 0; index < 3; index++) add(`other${index}`, `2001:db8:${index}::1`);
  jest.advanceTimersByTime(3500);
  pending.check();
  expect(closed()).toEqual(['first', 'many0', 'many1', 'many2', 'many3']);
});

it('never holds more than its limit; who has many makes room for his own', () => {
  add('first', '192.0.2.1');
  for (let index = 0; index < 8; index++) add(`many${index}`, '192.0.2.2');
  expect(closed()).toEqual(['many0']);
  expect(pending.size).toBe(8);
});

it('tells each once that its time is up', () => {
  add('slow', '192.0.2.1');
  jest.advanceTimersByTime(9999);
  pending.check();
  expect(late).toEqual([]);
  jest.advanceTimersByTime(1);
  pending.check();
  pending.check();
  expect(late).toEqual(['slow']);
  expect(pending.size).toBe(0);
});
