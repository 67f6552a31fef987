import { statfs } from 'node:fs/promises';
import { defineComponent, type ComponentDefinition, type Context } from '@flumotion/core/plugin';
import {
  describePoints,
  followCalendar,
  scheduleRows,
  systemClock,
  type Clock,
  type FollowedCalendar,
} from '@flumotion/plugin-ical/schedule';
import { atLeisure } from './at-leisure';
import { declaration } from './declaration';
import { recordingPath } from './file-name';
import { Programmes } from './programmes';
import { recordedFiles, type FileRow } from './recorded-files';
import { Recorder, type Properties } from './recorder';
import { Written } from './written';

/** Milliseconds between looks at the free space. */
const SPACE_INTERVAL = 60_000;

interface Running {
  readonly recorder: Recorder | Programmes;
  readonly timer: NodeJS.Timeout;
  /** Looks at the folder: on a disk that hangs there is one look at a time, and a large folder is not looked at all the time. */
  readonly files: () => Promise<readonly FileRow[]>;
  calendar?: FollowedCalendar;
}

async function lookAtSpace(context: Context<Properties>): Promise<void> {
  try {
    const { bavail, bsize } = await statfs(context.properties.directory);
    context.stat('disk-free', bavail * bsize);
  } catch {
    // The folder is made with the first file.
  }
}

/** Makes the disk-consumer; a test gives the clock that the calendar goes by. */
export function diskConsumer(clock: Clock = systemClock): ComponentDefinition {
  const running = new WeakMap<object, Running>();
  return defineComponent(declaration, {
    check(properties) {
      const type = properties['rotate-type'];
      if (type === 'size' && properties.size === undefined)
        return 'rotate-type size needs the property size (bytes)';
      if (type === 'time' && properties.time === undefined)
        return 'rotate-type time needs the property time (seconds)';
      try {
        recordingPath(properties.directory, properties.filename ?? 'name', 'application/ogg', new Date(0));
      } catch (error) {
        return (error as Error).message;
      }
      return undefined;
    },

    async start(context) {
      const file = context.properties['ical-schedule'];
      const written = new Written();
      const programmes = file === undefined ? undefined : new Programmes(context, written);
      const recorder = programmes ?? new Recorder(context, written);
      const timer = setInterval(() => void lookAtSpace(context), SPACE_INTERVAL);
      const files = atLeisure(() => recordedFiles(context.properties.directory, written));
      const own: Running = { recorder, timer, files };
      running.set(context, own);
      context.stat('recording', 0);
      context.stat('has-schedule', programmes ? 1 : 0);
      context.tap('default', recorder);
      void lookAtSpace(context);
      if (file === undefined || !programmes) return;
      own.calendar = await followCalendar(
        context,
        file,
        ({ active, points }) => {
          programmes.take(active);
          context.stat('next-points', describePoints(points));
        },
        clock,
      );
    },

    changed(context, name, value) {
      if (name === 'start-recording') running.get(context)?.recorder.switch(value === true);
    },

    tables: {
      async files(context) {
        return (await running.get(context)?.files()) ?? [];
      },

      schedule: (context) => scheduleRows(running.get(context)?.calendar, clock),
    },

    actions: {
      'new-file'(context, { filename }) {
        const { directory } = context.properties;
        // A bad name is told to who gave it, rather than found out at the keyframe.
        if (filename !== undefined) recordingPath(directory, filename, 'application/ogg', new Date());
        if (running.get(context)?.recorder.next(filename) === true) return;
        throw new Error(
          'nothing is being recorded; a file begins by itself when start-recording is on, or an event of the calendar takes place, and the stream is there',
        );
      },
    },

    async stop(context) {
      const own = running.get(context);
      clearInterval(own?.timer);
      own?.calendar?.close();
      await own?.recorder.finish();
    },
  });
}
