import { KeyUnitRequests, KeyUnits } from '../../core/src/gst/key-units';
import {
  gstNamespace,
  type GstElement,
  type GstPad,
  type GstPipeline,
  type GstStructure,
} from '../../core/src/gst/node-gtk';
import { textOf } from '../../core/src/gst/text';

const MS = 1_000_000n;

/** A pad that keeps the events pushed to it, as text. */
class Asked {
  readonly events: string[] = [];
  readonly pad = {
    getCurrentCaps: () => ({}),
    pushEvent: (event: { getStructure(): GstStructure }) => {
      this.events.push(textOf('GstStructure', event.getStructure()));
      return true;
    },
  } as unknown as GstPad;

  /** For when key units were asked, in milliseconds of running time. */
  get times(): readonly number[] {
    return this.events.map((text) => Number(/running-time=\(guint64\)(\d+)/.exec(text)?.[1]) / 1e6);
  }
}

function scheduling(interval: number): { asked: Asked; units: KeyUnits } {
  const asked = new Asked();
  const pipeline = { getByName: () => ({ getStaticPad: () => asked.pad }) } as unknown as GstPipeline;
  const units = new KeyUnits(gstNamespace(), pipeline, 'test');
  units.schedule('element', interval);
  return { asked, units };
}

/** The times for which key units were asked by the looks at some times. */
function askedFor(interval: number, looks: readonly number[]): readonly number[] {
  const { asked, units } = scheduling(interval);
  for (const look of looks) units.tick(BigInt(look) * MS);
  return asked.times;
}

test.each([
  [
    'a look that comes late leaves out none that is to come',
    400,
    [0, 250, 1400],
    [800, 1200, 1600, 2000, 2400],
  ],
  ['after a long sleep it goes on with what is to come', 400, [0, 60_000], [800, 60_400, 60_800]],
  ['more often than there are looks', 100, [0, 250, 500], [1000, 1100, 1200, 1300, 1400, 1500]],
])('%s', (_, interval, looks, times) => {
  expect(askedFor(interval, looks)).toEqual(times);
});

test('never are more than sixteen asked for at once', () => {
  const times = askedFor(20, [0, 1000]);
  expect(times).toHaveLength(17);
  expect(times.slice(1)).toEqual(Array.from({ length: 16 }, (_, index) => 1700 + index * 20));
});

test('at another interval nothing is asked for that encoders might hear of too late', () => {
  const { asked, units } = scheduling(3_600_000);
  units.tick(100n * MS);
  units.schedule('element', 200);
  for (const look of [1590, 1790]) units.tick(BigInt(look) * MS);
  units.schedule('element', 2000);
  for (const look of [2600, 2990, 3010, 4900, 5010]) units.tick(BigInt(look) * MS);
  expect(asked.times).toEqual([0, 2200, 2400, 2600, 4000, 6000]);
});

/** What a follower asks for that looks after some of the events only. */
function followed(events: readonly string[], looks: readonly number[]): readonly number[] {
  const asked = new Asked();
  const sink = { lastMessage: '' };
  const follower = new KeyUnitRequests(gstNamespace(), sink as unknown as GstElement, asked.pad);
  for (const look of looks) {
    sink.lastMessage = `event   ******* (event) E (type: unknown (1) GstForceKeyUnit, ${events[look] ?? ''}`;
    follower.poll();
  }
  return asked.times;
}

test('who follows a feed knows of the requests that came between two looks', () => {
  const { asked, units } = scheduling(400);
  for (const look of [0, 250, 500, 750, 1000, 1400]) units.tick(BigInt(look) * MS);
  expect(asked.times).toEqual([800, 1200, 1600, 2000, 2400]);
  expect(followed(asked.events, [0, 1, 1, 4])).toEqual([800, 1200, 1600, 2000, 2400]);
});

test('a change of the interval is not taken for requests that were missed', () => {
  const { asked, units } = scheduling(3000);
  units.tick(2500n * MS);
  units.schedule('element', 400);
  for (const look of [2600, 3000, 3400]) units.tick(BigInt(look) * MS);
  expect(followed(asked.events, [0, asked.events.length - 1])).toEqual([asked.times[0], asked.times.at(-1)]);
});
