import { defineComponent, type EaterFlow } from '../../core/src/plugin';
import { playComponent, type Played } from '../support/play-component';
import { waitUntil } from '../support/wait-until';

const SOURCE = 'videotestsrc is-live=true ! video/x-raw,width=32,height=24,framerate=20/1';

let played: Played;
let look: () => readonly EaterFlow[];

/** Takes one feed that it needs and two that it can do without; nothing joins them. */
const component = defineComponent(
  {
    type: 'test-taker',
    kind: 'consumer',
    description: 'For tests.',
    eaters: {
      main: { caps: 'video/x-raw' },
      logo: { caps: 'video/x-raw', required: false },
      other: { caps: 'video/x-raw', required: false },
    },
    pipeline: ['main', 'logo', 'other']
      .map((eater) => `@eater:${eater}@ ! fakesink sync=false async=false enable-last-sample=false`)
      .join(' '),
  },
  {
    start(context) {
      look = () => context.eaters();
    },
  },
);

const flow = (alias: string): EaterFlow | undefined => look().find((one) => one.alias === alias);

afterEach(async () => {
  await played.stop();
});

test('a component runs with an eater that is linked to nothing, and one whose feed is away', async () => {
  played = await playComponent(component, { inputs: { main: SOURCE, logo: '' } });
  await waitUntil('the feed flows', () => (flow('main')?.buffers ?? 0) > 3);
  await waitUntil('happy', () => played.state.mood === 'happy');
  expect(look().map(({ alias }) => alias)).toEqual(['main', 'logo']);
  expect(flow('main')).toMatchObject({
    connected: true,
    caps: expect.stringMatching(/^video\/x-raw.*width=\(int\)32/),
  });
  expect(flow('logo')).toEqual({ alias: 'logo', connected: false, buffers: 0, caps: undefined });
});

test('what comes, goes and comes again is seen', async () => {
  played = await playComponent(component, { inputs: { main: SOURCE, logo: '' } });
  await waitUntil('the feed flows', () => (flow('main')?.buffers ?? 0) > 3);
  await played.restore('logo', SOURCE);
  await waitUntil('the logo comes', () => (flow('logo')?.buffers ?? 0) > 3);
  expect(flow('logo')).toMatchObject({ connected: true, caps: expect.stringContaining('width=(int)32') });
  await played.lose('logo');
  await waitUntil('the logo is away', () => flow('logo')?.connected === false);
  expect(played.state.mood).toBe('happy');
  const before = flow('logo')?.buffers ?? 0;
  await played.restore('logo', SOURCE);
  await waitUntil('the logo is back', () => (flow('logo')?.buffers ?? 0) > before);
});

test('the loss of a feed that is needed makes it hungry', async () => {
  played = await playComponent(component, { inputs: { main: SOURCE, logo: SOURCE } });
  await waitUntil('the feeds flow', () => look().length === 2 && look().every(({ buffers }) => buffers > 3));
  await played.lose('main');
  await waitUntil('it is hungry', () => played.state.mood === 'hungry');
});

const CHAIN = defineComponent(
  {
    type: 'test-mixer',
    kind: 'combiner',
    description: 'For tests.',
    eaters: {
      default: {
        caps: 'audio/x-raw',
        multiple: true,
        into: 'mixer',
        through: 'audioconvert ! level name=meter',
      },
    },
    feeders: { default: { caps: 'audio/x-raw' } },
    stats: { peak: { kind: 'gauge', each: 'input', description: 'It.' } },
    pipeline: 'audiomixer name=mixer',
  },
  {
    start: (context) => {
      context.element('meter:default:one').set('interval', 50_000_000);
      expect(() => context.element('meter:default:three')).toThrow('no element named');
      expect(() => {
        context.stat('peak', 1);
      }).toThrow('is one for each of several');
    },
    elementMessage: (context, { source, name }) => {
      if (name === 'level') context.stat('peak', 1, source.slice('meter:'.length));
    },
  },
);

test('feeds go through chains of their own, whose elements are known by the alias', async () => {
  const tone = 'audiotestsrc is-live=true ! audio/x-raw,format=S16LE,rate=8000,channels=1';
  played = await playComponent(CHAIN, { inputs: { 'default:one': tone, 'default:two': tone } });
  await waitUntil('both meters', () => Object.keys(played.state.stats).length === 2, 15_000);
  expect(Object.keys(played.state.stats).sort()).toEqual(['peak.default:one', 'peak.default:two']);
});
