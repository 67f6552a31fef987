import { setPriority } from 'node:os';
import { z } from 'zod/v3';
import { errorText } from '../errors';
import { loadGst } from '../gst';
import { Logger } from '../log/logger';
import { feedSource } from '../rpc/job-spec';
import { previewMedium } from '../rpc/look-messages';
import { PreviewMedia } from './preview-media';

/** How far it stands back behind the jobs: a look at a stream must not harm it. */
const NICENESS = 10;

const order = z.object({ medium: previewMedium, source: feedSource });
const hear = z.object({ hear: z.literal(true) });

/** Shows a feed to the worker that started it, over the channel of Node, until that is closed. */
async function main(told: unknown): Promise<void> {
  const { medium, source } = order.parse(told);
  const say = (message: object): void => {
    if (process.connected) process.send?.(message);
  };
  const log = new Logger(() => undefined, [], 'preview', source.feed);
  const events = {
    look: (look: object) => {
      say({ look });
    },
    lost: (lost: string) => {
      say({ lost });
    },
    failed: (failed: string) => {
      say({ failed });
    },
  };
  try {
    const media = new PreviewMedia(loadGst(), medium, source, events, log);
    process.on('message', (more) => {
      if (hear.safeParse(more).success) media.hear();
    });
    await media.start();
  } catch (error) {
    events.failed(errorText(error));
  }
}

process.once('message', (told) => {
  void main(told).catch((error: unknown) => {
    process.send?.({ failed: errorText(error) });
  });
});
process.once('disconnect', () => process.exit(0));
setPriority(NICENESS);
