import { defineComponent, type ComponentDefinition, type ElementMessage } from '@flumotion/core/plugin';
import {
  AV_FEEDERS,
  avEaters,
  FORM_PROPERTIES,
  SOURCES,
  SWITCH_PROPERTIES,
  SWITCH_STATS,
  SWITCH_TABLES,
} from './declared';
import { masterBackup, RULES } from './master-backup';
import { avRails, avText } from './rails';
import { machineClocks, type Clocks } from './steady-clock';

/** Numbers of the marks, as the element simplevideomark paints them. */
const STOP = 0;
const START = 1;
/** Milliseconds without the mark after which it counts anew. */
const GONE_AFTER = 1000;

/** The number of the mark in the picture, when a detector has posted one. */
export function markIn(message: ElementMessage): number | undefined {
  if (message.name !== 'GstSimpleVideoMarkDetect' || !/\bhave-pattern=\(boolean\)true\b/.test(message.text))
    return undefined;
  const number = /\bdata=\(guint64\)(\d+)/.exec(message.text)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** Makes the av-pattern-switch-combiner. */
export function patternSwitch(clocks: Clocks = machineClocks): ComponentDefinition {
  const behaviour = masterBackup(avRails(SOURCES), RULES.plain, clocks);
  const seen = new WeakMap<object, { readonly mark: number; readonly at: number }>();
  return defineComponent(
    {
      type: 'av-pattern-switch-combiner',
      kind: 'combiner',
      description:
        'Switches between two pairs of raw pictures and sound when marks are seen in the pictures of one.',
      eaters: avEaters(SOURCES),
      feeders: AV_FEEDERS,
      properties: {
        'eater-with-stream-markers': {
          type: 'enum',
          values: ['video-master', 'video-backup'],
          required: true,
          description: 'Eater whose pictures carry the marks: 1 puts backup on air, 0 master.',
        },
        ...SWITCH_PROPERTIES,
        ...FORM_PROPERTIES,
      },
      tables: SWITCH_TABLES,
      stats: SWITCH_STATS,
      pipeline: (p) =>
        avText(SOURCES, (eater) =>
          eater === p['eater-with-stream-markers']
            ? 'videoconvert ! simplevideomarkdetect name=marks ! '
            : '',
        ),
    },
    {
      ...behaviour,
      elementMessage(context, message) {
        if (message.source !== 'marks') return;
        const mark = markIn(message);
        if (mark === undefined) return;
        // A mark stands in many pictures; only its coming counts, so that a person may decide otherwise meanwhile.
        const now = clocks.steady.now();
        const last = seen.get(context);
        seen.set(context, { mark, at: now });
        if (last?.mark === mark && now - last.at < GONE_AFTER) return;
        if (mark === START) behaviour.want(context, 'backup');
        else if (mark === STOP) behaviour.want(context, 'master');
      },
    },
  );
}
