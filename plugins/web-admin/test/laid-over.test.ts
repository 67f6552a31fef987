import type { EditedComponent, EditedFlow } from '../app/editor/flow-model';
import { laidOver } from '../app/editor/laid-over';

const [picture, encoder, muxer]: EditedComponent[] = ['picture', 'encoder', 'muxer'].map((name) => ({
  name,
  type: `a-${name}`,
  worker: 'a',
}));
const [tone, text]: EditedComponent[] = ['tone', 'text'].map((name) => ({ name, type: `a-${name}` }));
const moved = (one: EditedComponent | undefined, worker: string): EditedComponent => ({
  ...(one ?? { name: '', type: '' }),
  worker,
});
const flow = (...components: (EditedComponent | undefined)[]): EditedFlow => ({
  name: 'main',
  components: components.filter((one) => one !== undefined),
});
const BASE = flow(picture, encoder, muxer);

it.each<readonly [string, EditedFlow, EditedFlow, EditedFlow]>([
  [
    'each has changed another',
    flow(moved(picture, 'b'), encoder, muxer),
    flow(picture, encoder, moved(muxer, 'c')),
    flow(moved(picture, 'b'), encoder, moved(muxer, 'c')),
  ],
  [
    'both have added',
    flow(picture, encoder, muxer, tone),
    flow(picture, text, encoder, muxer),
    flow(picture, text, encoder, muxer, tone),
  ],
  [
    'others have added at the beginning',
    flow(encoder, muxer),
    flow(text, picture, encoder, muxer),
    flow(text, encoder, muxer),
  ],
  [
    'one has taken away what nobody changed',
    flow(picture, encoder, muxer, tone),
    flow(picture, muxer),
    flow(picture, muxer, tone),
  ],
  [
    'both did the same',
    flow(moved(picture, 'b'), muxer),
    flow(moved(picture, 'b'), muxer),
    flow(moved(picture, 'b'), muxer),
  ],
])('goes together where %s', (_, drawn, stored, together) => {
  expect(laidOver(BASE, drawn, stored)).toEqual({ flow: together, both: [] });
});

it.each<readonly [string, EditedFlow, EditedFlow]>([
  ['changed otherwise', flow(moved(picture, 'b'), encoder, muxer), flow(moved(picture, 'c'), encoder, muxer)],
  ['taken away here, changed there', flow(encoder, muxer), flow(moved(picture, 'c'), encoder, muxer)],
  ['changed here, taken away there', flow(moved(picture, 'b'), encoder, muxer), flow(encoder, muxer)],
])('tells what both have changed: %s', (_, drawn, stored) => {
  expect(laidOver(BASE, drawn, stored).both).toEqual(['picture']);
});
