import { afterEach, expect, test } from '@jest/globals';
import { defineComponent, definePlug } from '../../core/src/plugin';
import { playComponent, type Played } from '../support/play-component';
import { waitUntil } from '../support/wait-until';

const description = 'For tests.';
const order: string[] = [];

const tone = defineComponent(
  {
    type: 'tone',
    kind: 'producer',
    description,
    feeders: { default: { caps: 'audio/x-raw' } },
    sockets: ['request-logger'],
    pipeline: 'audiotestsrc is-live=true ! audio/x-raw,format=S16LE,rate=8000,channels=1',
  },
  {
    start(context) {
      order.push('component starts');
      for (const plug of context.plugs('request-logger')) plug.event('http_session_started', {} as never);
    },
    stop: () => void order.push('component stops'),
  },
);

const life = (type: string, start?: () => void): ReturnType<typeof definePlug> =>
  definePlug(
    { type, socket: 'component', description },
    {
      start: () => {
        start?.();
        order.push(`${type} starts`);
      },
      stop: () => void order.push(`${type} stops`),
    },
  );

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
  order.length = 0;
});

test('plugs start in their order before the component and stop after it', async () => {
  played = await playComponent(tone, { plugs: [{ definition: life('one') }, { definition: life('two') }] });
  await played.output().have(2);
  await played.stop();
  played = undefined;
  expect(order).toEqual([
    'one starts',
    'two starts',
    'component starts',
    'component stops',
    'one stops',
    'two stops',
  ]);
});

test('a plug that cannot start makes its component sad, with the reason', async () => {
  const broken = life('broken', () => {
    throw new Error('no disk');
  });
  played = await playComponent(tone, { plugs: [{ definition: broken }] });
  expect([played.state.mood, played.state.reason]).toEqual(['sad', 'the plug broken cannot start: no disk']);
});

test('a plug that throws later is a warning, and the component is happy', async () => {
  const logger = definePlug(
    { type: 'logger', socket: 'request-logger', description },
    {
      event: () => {
        throw new Error('disk full');
      },
    },
  );
  played = await playComponent(tone, { plugs: [{ definition: logger }] });
  await played.output().have(2);
  await waitUntil('the component is happy', () => played?.state.mood === 'happy');
  expect(played.state.messages).toMatchObject([
    { level: 'warning', id: 'logger.failed', text: 'the plug logger failed (event): disk full' },
  ]);
});

test('an effect without a place, and a wrong value, make the component sad', async () => {
  const effect = definePlug({
    type: 'brighter',
    socket: 'effect',
    caps: 'video/x-raw',
    description,
    pipeline: 'videobalance',
  });
  played = await playComponent(tone, { plugs: [{ definition: effect }] });
  expect(played.state.reason).toMatch(/the plug brighter has no place: .* needs a feeder of video\/x-raw/);
  await expect(played.set('hue', 1, 3)).rejects.toThrow(/no plug 3/);
});
