import type { WorkerFacts } from './types';

/** Whether an address, also in IPv6 notation of an IPv4 address, or a host name is of the machine itself. */
export function isLoopback(address: string): boolean {
  const plain = address.replace(/^::ffff:/, '');
  return plain === '::1' || plain === 'localhost' || /^127\./.test(plain);
}

/** Whether what one worker sends another never leaves a machine. */
export function onOneMachine(a: WorkerFacts, b: WorkerFacts): boolean {
  return a.machine === b.machine && a.address === b.address;
}

/**
 * Address under which one worker reaches another. Workers behind one address are told apart by machine; a worker on
 * the manager's machine is reached where the other one reaches the manager.
 */
export function addressFor(reached: WorkerFacts, from: WorkerFacts): string {
  if (reached.address === from.address) {
    return reached.machine === from.machine || isLoopback(reached.address) ? '127.0.0.1' : reached.hostname;
  }
  return isLoopback(reached.address) ? from.via : reached.address;
}
