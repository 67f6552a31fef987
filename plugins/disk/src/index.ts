import { statfs } from 'node:fs/promises';
import { defineComponent, type Context } from '@flumotion/core/plugin';
import { declaration } from './declaration';
import { recordingPath } from './file-name';
import { Recorder, type Properties } from './recorder';

/** Milliseconds between looks at the free space. */
const SPACE_INTERVAL = 60_000;

interface Running {
  readonly recorder: Recorder;
  readonly timer: NodeJS.Timeout;
}

const running = new WeakMap<object, Running>();

async function lookAtSpace(context: Context<Properties>): Promise<void> {
  try {
    const { bavail, bsize } = await statfs(context.properties.directory);
    context.stat('disk-free', bavail * bsize);
  } catch {
    // The folder is made with the first file.
  }
}

/** Recorder of a stream. */
export default defineComponent(declaration, {
  check(properties) {
    const type = properties['rotate-type'];
    if (type === 'size' && properties.size === undefined)
      return 'rotate-type size needs the property size (bytes)';
    if (type === 'time' && properties.time === undefined)
      return 'rotate-type time needs the property time (seconds)';
    if (properties['ical-schedule'] !== undefined) {
      return 'ical-schedule is not understood by this version; leave it out and use start-recording';
    }
    try {
      recordingPath(properties.directory, properties.filename ?? 'name', 'application/ogg', new Date(0));
    } catch (error) {
      return (error as Error).message;
    }
    return undefined;
  },

  start(context) {
    const recorder = new Recorder(context);
    const timer = setInterval(() => void lookAtSpace(context), SPACE_INTERVAL);
    running.set(context, { recorder, timer });
    context.stat('recording', 0);
    context.tap('default', recorder);
    void lookAtSpace(context);
  },

  changed(context, name, value) {
    if (name === 'start-recording' && value === false) running.get(context)?.recorder.end();
  },

  async stop(context) {
    const own = running.get(context);
    clearInterval(own?.timer);
    await own?.recorder.finish();
  },
});
