import type { WorkerState } from '../app/api/types';
import { packagesOnWorkers } from '../app/registry/on-workers';

const ONE = { version: '1.0.0', api: '^1.0.0', components: [] };
const worker = (name: string, packages: WorkerState['packages']): WorkerState => ({
  ...{ name, online: true, address: '', hostname: '', feederPorts: [] },
  packages,
});

test('a package is found on the workers that have it and can be compared', () => {
  const workers = [
    worker('a', [{ ...ONE, name: 'x', known: '1.0.0', fit: 'same' }]),
    worker('b', [{ ...ONE, name: 'x', version: '2.0.0', known: '1.0.0', fit: 'apart' }]),
    worker('c', [{ ...ONE, name: 'x', version: '', problem: 'broken' }]),
    worker('d', [{ ...ONE, name: 'y', known: '1.0.0', fit: 'same' }]),
  ];
  expect(packagesOnWorkers(workers, 'x')).toEqual([
    { worker: 'a', version: '1.0.0', fit: 'same' },
    { worker: 'b', version: '2.0.0', fit: 'apart' },
  ]);
});
