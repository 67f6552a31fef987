import { describeWorkers } from '../../core/src/manager/describe';
import type { WorkerFacts } from '../../core/src/manager/plan/types';

test('packages of plugs alone are judged by their version, as those of components are', () => {
  const packages = ['@test/components', '@test/plugs', '@test/elsewhere'].map((name) => ({
    name,
    version: '1.2.0',
    components: [],
  }));
  const facts = new Map([['one', { name: 'one', packages } as unknown as WorkerFacts]]);
  const supervisor = { workers: { facts, online: () => undefined } };
  const origin = (name: string, version: string) => [{ type: 'x', package: { name, version } }];
  const types = {
    list: () => origin('@test/components', '1.2.0'),
    plugs: () => origin('@test/plugs', '2.0.0'),
  };
  expect(describeWorkers(supervisor as never, types as never)[0]?.packages).toEqual([
    { name: '@test/components', version: '1.2.0', components: [], known: '1.2.0', fit: 'same' },
    { name: '@test/plugs', version: '1.2.0', components: [], known: '2.0.0', fit: 'apart' },
    { name: '@test/elsewhere', version: '1.2.0', components: [] },
  ]);
});
