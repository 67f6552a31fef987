import type { ComponentJson } from '../../../core/src/manager/edit/flow-json';
import { AUDIENCE, EditingRig } from '../../support/editing-rig';

/** A component of which all is right but what a case changes. */
const GOOD = AUDIENCE;

let rig: EditingRig;
beforeAll(async () => {
  rig = new EditingRig();
  await rig.running();
});
afterAll(async () => {
  await rig.dispose();
});

/** Where the problems of a component are that is added to the flow. */
async function places(changed: Partial<ComponentJson>): Promise<string[]> {
  const flow = await rig.flow();
  const json = { ...flow, components: [...flow.components, { ...GOOD, ...changed }] };
  const { problems } = rig.editor.check('main', { json });
  return [...new Set(problems.map(({ component, field }) => `${component ?? ''} ${field ?? ''}`))];
}

test.each<readonly [string, Partial<ComponentJson>, string]>([
  ['a value of another kind', { properties: { port: 'x' } }, 'properties.port'],
  ['a property that there is not', { properties: { prot: 1 } }, 'properties.prot'],
  ['a port that another has', { properties: { port: 8800 } }, 'properties.port'],
  ['a bouncer that there is not', { properties: { port: 8801, judge: 'nobody' } }, 'properties.judge'],
  [
    'values that do not go together, at the one that is named first',
    { properties: { port: 8801, reserve: 5, 'max-clients': 1 } },
    'properties.reserve',
  ],
  ['an eater without a feed', { eaters: {} }, 'eaters.default'],
  [
    'an eater with too many feeds',
    { eaters: { default: [{ feed: 'encoder' }, { feed: 'video', alias: 'b' }] } },
    'eaters.default',
  ],
  ['a feed that there is not', { eaters: { default: [{ feed: 'nothing' }] } }, 'eaters.default'],
  ['a type that there is not', { type: 'test-nothing' }, 'type'],
  ['a worker that cannot be one', { worker: 'a/b' }, 'worker'],
  ['a worker of which nobody has heard', { worker: 'studoi' }, 'worker'],
  ['a plug that is not installed', { plugs: [{ type: 'nothing' }] }, 'plugs.0'],
])('%s is told at its field', async (_, changed, field) => {
  expect(await places(changed)).toEqual([`/main/audience ${field}`]);
});

test('no worker, and what is about the flow, are told where they can be', async () => {
  const { worker: _, ...nowhere } = GOOD;
  const flow = await rig.flow();
  const json = { ...flow, components: [...flow.components, nowhere] };
  const found = rig.editor.check('main', { json }).problems;
  expect(found.map(({ field }) => field)).toEqual(['worker']);
  const circle = flow.components.map((one) =>
    one.name === 'encoder' ? { ...one, eaters: { default: [{ feed: 'encoder' }] } } : one,
  );
  const [wrong] = rig.editor.check('main', { json: { ...flow, components: circle } }).problems;
  expect(wrong).toMatchObject({ component: '/main/encoder' });
});

test('a worker of which nobody has heard is a warning, where a component comes to it', async () => {
  const flow = await rig.flow();
  const json = { ...flow, components: [...flow.components, { ...GOOD, worker: 'onee' }] };
  expect(rig.editor.check('main', { json }).problems).toEqual([
    {
      level: 'warning',
      component: '/main/audience',
      field: 'worker',
      text: 'no worker "onee" has logged in since this manager was started, so audience waits until one does; did you mean "one"?',
    },
  ]);
  const moved = await rig.editor.move('main', 'http', 'studio', { by: 'ann' });
  expect(moved.warnings).toEqual([expect.stringContaining('no worker "studio" has logged in')]);
  // It is there now, and nothing new about it.
  expect(rig.editor.check('main', { json: await rig.flow() }).problems).toEqual([]);
});
