import { access, constants, stat } from 'node:fs/promises';
import {
  defineComponent,
  preparePicture,
  takeLevel,
  type Context,
  type LoopProgress,
  type PropertiesOf,
} from '@flumotion/core/plugin';
import { GATES, loopDeclaration as declaration } from './declaration';
import { checkLocation } from './play';

type Loop = Context<PropertiesOf<typeof declaration>>;

/** The component `loop-producer`. */
export const loop = defineComponent(declaration, {
  check: ({ location }) => checkLocation(location),
  async start(context) {
    const { location } = context.properties;
    await checkFile(location);
    context.element('file').set('location', location);
    preparePicture(context);
    context.stat('iterations', 0);
    context.cue({
      kind: 'loop',
      through: Object.keys(GATES),
      progress: (progress) => {
        report(context, progress);
      },
    });
  },
  elementMessage(context, message) {
    takeLevel(context, message);
  },
});

/** @throws Error in words for people when the file cannot be played. */
async function checkFile(location: string): Promise<void> {
  const file = await stat(location).catch(() => undefined);
  if (!file) throw new Error(`the file ${location} is not there; correct the property location`);
  if (!file.isFile()) throw new Error(`${location} is no file; name a media file in the property location`);
  if (file.size === 0) throw new Error(`the file ${location} is empty`);
  await access(location, constants.R_OK).catch((error: unknown) => {
    throw new Error(`the file ${location} may not be read by the worker's user`, { cause: error });
  });
}

/** Message about a branch of the pipeline that the file has nothing for; ours says it better. */
const UNLINKED = 'element-decoder';

function report(context: Loop, { rounds, position, duration, present }: LoopProgress): void {
  context.clear(UNLINKED);
  context.stat('iterations', rounds);
  context.stat('position', Math.round(position * 10) / 10);
  context.stat('duration', Math.round(duration * 10) / 10);
  for (const [gate, feeder] of Object.entries(GATES)) {
    if (present.includes(gate)) context.clear(`no-${feeder}`);
    else {
      context.message({
        level: 'info',
        id: `no-${feeder}`,
        text: `The file has no ${feeder}; nothing comes from the feeder ${feeder}.`,
      });
    }
  }
}
