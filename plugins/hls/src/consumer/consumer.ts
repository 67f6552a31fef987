import { defineComponent } from '@flumotion/core/plugin';
import { PLAYLIST, PREFIX } from '../names';
import { Segmenter } from '../segmenter';
import { declaration } from './declaration';
import { Folder } from './folder';
import { Publisher } from './publisher';

interface Running {
  readonly segmenter: Segmenter;
  readonly publisher: Publisher;
}

const running = new WeakMap<object, Running>();

/** Writes a live HLS stream to a folder. */
export const consumer = defineComponent(declaration, {
  check({ 'playlist-name': playlist, 'segment-prefix': prefix }) {
    if (!PLAYLIST.test(playlist)) {
      return `playlist-name ${JSON.stringify(playlist)} is no plain name of a playlist; expected one such as live.m3u8`;
    }
    if (!PREFIX.test(prefix)) {
      return `segment-prefix ${JSON.stringify(prefix)} is no plain name; expected letters, digits, _ . and -, such as segment`;
    }
    return undefined;
  },

  start(context) {
    const { directory, 'playlist-name': playlist, 'segment-prefix': prefix } = context.properties;
    const publisher = new Publisher(context, new Folder({ directory, playlist, prefix }));
    const segmenter = new Segmenter(
      { target: context.properties['segment-duration'] },
      {
        segment: (segment) => {
          publisher.take(segment);
        },
      },
    );
    running.set(context, { segmenter, publisher });
    context.waitFor('the first segment');
    context.tap('default', {
      caps: (caps) => {
        segmenter.caps(caps);
        context.stat('format', segmenter.extension === 'ts' ? 'MPEG-TS' : 'fragmented MP4');
      },
      buffer: (buffer) => {
        segmenter.buffer(buffer);
      },
      lost: () => {
        segmenter.lost();
      },
    });
  },

  async stop(context) {
    const own = running.get(context);
    own?.segmenter.finish();
    await own?.publisher.settled();
  },
});
