import { afterEach, expect, test } from '@jest/globals';
import { defineComponent } from '../../core/src/plugin';
import { checkComponent } from '../../core/src/testing';
import { waitUntil } from '../support/wait-until';
import { playComponent, type Played } from '../support/play-component';

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

const numbering = defineComponent(
  {
    type: 'numbering-converter',
    kind: 'converter',
    description: 'Puts a number in front of each buffer.',
    eaters: { default: { caps: 'ANY', description: 'Any stream.' } },
    feeders: { default: { caps: 'ANY', description: 'The same, numbered.' } },
    pipeline: '@eater:default@ ! @tap:in@ @inlet:out@ ! @feeder:default@',
  },
  {
    start(context) {
      const inlet = context.inlet('out');
      let number = 0;
      context.tap('in', {
        caps: () => {
          inlet.caps('application/x-numbered', [Buffer.from('header')]);
        },
        buffer: (buffer) => {
          const data = Buffer.concat([Buffer.from([number++ & 0xff]), buffer.data]);
          inlet.buffer({ ...buffer, data, delta: number % 3 !== 1 });
        },
      });
    },
  },
);

test('what Node makes leaves by the feeder with its caps, headers, times and flags', async () => {
  expect(checkComponent(numbering)).toEqual([]);
  played = await playComponent(numbering, {
    past: 1000,
    inputs: {
      default: 'videotestsrc is-live=true ! video/x-raw,format=GRAY8,width=16,height=8,framerate=50/1',
    },
  });
  const output = played.output();
  await output.have(40);
  expect(output.caps.at(-1)).toMatchObject({
    mediaType: 'application/x-numbered',
    streamHeader: [Buffer.from('header')],
  });
  const buffers = output.buffers.filter(({ header }) => !header);
  const numbers = buffers.map(({ data }) => data[0] ?? 0);
  expect(numbers).toEqual(numbers.map((_, at) => ((numbers[0] ?? 0) + at) & 0xff));
  expect(buffers.map(({ delta }) => delta)).toEqual(numbers.map((number) => number % 3 !== 0));
  expect(buffers.every(({ data }) => data.length === 129)).toBe(true);
  const now = played.now();
  for (const { pts } of buffers) {
    expect(Number(pts) / 1e9).toBeGreaterThan(999);
    expect(Number(pts) / 1e9).toBeLessThan(now + 1);
  }
});

test('tags pass through GStreamer from Node to Node, and a late eater has them', async () => {
  const title = 'It\'s "quoted"; 5 \\ 3\n🎵';
  const naming = defineComponent(
    {
      type: 'naming-converter',
      kind: 'converter',
      description: 'Says what a stream is called.',
      eaters: { default: { caps: 'ANY', description: 'Any stream.' } },
      feeders: { default: { caps: 'ANY', description: 'The same, with a title.' } },
      pipeline: '@eater:default@ ! @tap:in@ @inlet:out@ ! mpegaudioparse ! @feeder:default@',
    },
    {
      start(context) {
        const inlet = context.inlet('out');
        let genre = '';
        let count = 0;
        context.tap('in', {
          caps: ({ text }) => inlet.caps(text),
          tags: (tags) => void (genre = String(tags['genre'] ?? genre)),
          buffer: (buffer) => {
            if (count++ === 5) inlet.tags({ title, genre, organization: '' });
            inlet.buffer(buffer);
          },
        });
      },
    },
  );
  const tone = 'audiotestsrc is-live=true ! taginject name=t tags="genre=Jazz" ! lamemp3enc ! mpegaudioparse';
  played = await playComponent(naming, { inputs: { default: tone } });
  const output = played.output();
  await waitUntil('the tags', () => output.tags.some((tags) => tags['title'] !== undefined), 15_000);
  expect(output.tags.at(-1)).toMatchObject({ title, genre: 'Jazz', 'audio-codec': 'MPEG-1 Layer 3 (MP3)' });
  expect(output.tags.at(-1)).not.toHaveProperty('organization');
  const late = played.join();
  await late.have(1);
  expect(late.tags[0]).toMatchObject({ title, genre: 'Jazz' });
});
