import { afterEach, expect, test } from '@jest/globals';
import icecastProducer from '../../plugins/icecast/src';
import { playOne, serve, SHOWN } from '../../plugins/http-streamer/test/hard-titles';
import { stopAll } from '../../plugins/http-streamer/test/rig';
import { playComponent } from '../support/play-component';
import { waitUntil } from '../support/wait-until';

afterEach(stopAll);

/** Characters of a title that icecast-producer shows. */
const MOST_SHOWN = 300;

test('icecast-producer reads every title, and hands it on', async () => {
  const [streamer, url] = await serve();
  const producer = await playComponent(icecastProducer, { properties: { url } });
  try {
    const { tags } = producer.output();
    await waitUntil('the producer', () => streamer.context.stats['clients-current'] === 1, 20_000);
    for (const [index, title] of SHOWN.entries()) {
      const wanted = title === '' ? undefined : title.slice(0, MOST_SHOWN);
      await waitUntil(`title ${index}`, () => {
        playOne(streamer, index);
        return tags.at(-1)?.['title'] === wanted;
      });
    }
    expect(tags.at(-1)).toMatchObject({ organization: 'Rädio', description: 'Flumotion Stream' });
  } finally {
    await producer.stop();
  }
});
