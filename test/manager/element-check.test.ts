import { Logger } from '../../core/src/log/logger';
import { ElementCheck, neededElements } from '../../core/src/manager/element-check';
import type { PlanetComponent } from '../../core/src/manager/planet';
import { WorkerSession } from '../../core/src/manager/worker-session';
import { workerFacts } from '../support/manager-planet';

function component(pipeline: string, elements: readonly string[] = []): PlanetComponent {
  const spec = { type: 't', kind: 'misc', description: '', pipeline, needs: { elements } } as const;
  return { id: '/f/c', spec, config: { properties: {} } } as unknown as PlanetComponent;
}

it.each([
  ['videotestsrc name=source is-live=true ! video/x-raw,format=I420 ! @feeder:default@', ['videotestsrc']],
  ['@eater:default@ ! theoraenc name=encoder', ['theoraenc']],
  ['oggmux name=mux ! @feeder:default@ src. ! queue ! mux.', ['oggmux', 'queue']],
  [
    'tee name=t t. ! queue ! fakesink t. ! "video/x-raw, format=(string)I420" ! avenc_aac',
    ['avenc_aac', 'fakesink', 'queue', 'tee'],
  ],
  ['textoverlay text="a ! b c" ! gdppay', ['gdppay', 'textoverlay']],
  ['videotestsrc ! video/x-raw, format = (string) I420 ! fakesink', ['fakesink', 'videotestsrc']],
  ['@eater:default@ ! @tap:default@', []],
])('finds the elements of %s', (text, elements) => {
  expect(neededElements(component(text))).toEqual(elements);
});

it('adds the elements that are declared', () => {
  expect(neededElements(component('a ! b', ['c', 'a']))).toEqual(['a', 'b', 'c']);
});

it('adds those that feeds go through on their way into an element', () => {
  const eaters = { default: { caps: 'ANY', multiple: true, into: 'mix', through: 'volume name=v ! level' } };
  const mixer = component('audiomixer name=mix');
  expect(neededElements({ ...mixer, spec: { ...mixer.spec, eaters } })).toEqual([
    'audiomixer',
    'level',
    'volume',
  ]);
});

describe('asking a worker', () => {
  const log = new Logger(() => undefined, [], 'm', 't');
  const session = (request: () => Promise<unknown>): WorkerSession =>
    new WorkerSession(workerFacts('w'), '1', { request } as never);

  it('asks for each element once', async () => {
    const asked: unknown[] = [];
    const worker = session((...args: unknown[]) => {
      asked.push((args[1] as { elements: unknown }).elements);
      return Promise.resolve({ missing: [{ element: 'b', package: 'p' }] });
    });
    const check = new ElementCheck(log);
    await expect(check.missing(worker, ['a', 'b'])).resolves.toEqual([{ element: 'b', package: 'p' }]);
    await expect(check.missing(worker, ['a', 'c'])).resolves.toEqual([]);
    expect(asked).toEqual([['a', 'b'], ['c']]);
    check.forget(worker);
    await check.missing(worker, ['a']);
    expect(asked).toHaveLength(3);
  });

  it('lets the job tell when the worker cannot be asked, and asks again later', async () => {
    let failing = true;
    const worker = session(() =>
      failing ? Promise.reject(new Error('busy')) : Promise.resolve({ missing: [{ element: 'a' }] }),
    );
    const check = new ElementCheck(log);
    await expect(check.missing(worker, ['a'])).resolves.toEqual([]);
    failing = false;
    await expect(check.missing(worker, ['a'])).resolves.toEqual([{ element: 'a' }]);
  });

  it('follows a choice that depends on what the worker has', async () => {
    const chosen = component('');
    const pipeline = (_: object, has: (factory: string) => boolean): string =>
      has('fine') ? 'fine' : has('good') ? 'good ! also' : 'plain';
    Object.assign(chosen.spec as object, { pipeline });
    const absent = ['fine', 'also', 'plain'];
    const worker = session((...args: unknown[]) => {
      const { elements } = args[1] as { elements: string[] };
      return Promise.resolve({
        missing: elements.filter((one) => absent.includes(one)).map((element) => ({ element })),
      });
    });
    await expect(new ElementCheck(log).missingFor(worker, chosen)).resolves.toEqual([{ element: 'also' }]);
    absent.push('good');
    await expect(new ElementCheck(log).missingFor(worker, chosen)).resolves.toEqual([{ element: 'plain' }]);
  });
});
