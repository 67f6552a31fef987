import { addressFor, isLoopback, onOneMachine } from '../../../core/src/manager/plan/address';
import { workerFacts } from '../../support/manager-planet';

const here = workerFacts('here');
const hereToo = workerFacts('here-too');
const far = workerFacts('far', { machine: 'machine-b', address: '10.0.0.5', via: '10.0.0.1' });

describe('the address of a worker for another', () => {
  it('is loopback on one machine', () => {
    expect(addressFor(here, hereToo)).toBe('127.0.0.1');
    expect(addressFor(far, { ...far, name: 'far-too' })).toBe('127.0.0.1');
  });

  it('is where it comes from, for a worker elsewhere', () => {
    expect(addressFor(far, here)).toBe('10.0.0.5');
  });

  it('is the address of the manager, for a worker beside the manager', () => {
    expect(addressFor(here, far)).toBe('10.0.0.1');
  });

  it('is the host name, for another machine behind the same address', () => {
    const neighbour = workerFacts('n', { machine: 'machine-c', hostname: 'studio-2', address: '10.0.0.5' });
    expect(addressFor(neighbour, far)).toBe('studio-2');
  });

  it('stays loopback where the manager sees loopback only', () => {
    expect(addressFor(workerFacts('container', { machine: 'machine-c' }), here)).toBe('127.0.0.1');
  });
});

it('takes workers for one machine by machine and address', () => {
  expect(onOneMachine(here, hereToo)).toBe(true);
  expect(onOneMachine(here, workerFacts('x', { machine: 'machine-b' }))).toBe(false);
  expect(onOneMachine(here, workerFacts('x', { address: '10.0.0.2' }))).toBe(false);
});

it.each([
  ['127.0.0.1', true],
  ['127.8.9.1', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['10.127.0.1', false],
  ['fe80::1', false],
])('%s is loopback: %s', (address, expected) => {
  expect(isLoopback(address)).toBe(expected);
});
