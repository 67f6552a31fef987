import type { EaterSpec, PropertySpecs, StatSpec } from '@flumotion/core/plugin';
import { scheduleTable } from '@flumotion/plugin-ical/schedule';

/** Sources of the switches of Flumotion 0.10, the best first. */
export const SOURCES = ['master', 'backup'] as const;

/** Properties of all switches between master and backup. */
export const SWITCH_PROPERTIES = {
  'ical-schedule': {
    type: 'string',
    description:
      'iCalendar file: backup is on air while an event takes place, master afterwards. Read again when it changes.',
  },
  'active-eater': {
    type: 'enum',
    values: SOURCES,
    default: 'master',
    live: true,
    control: true,
    description: 'Which source is wanted on air; a calendar asks for another when an event begins or ends.',
  },
} as const satisfies PropertySpecs;

const SIDE = { min: 16, max: 8192, unit: 'px' } as const;

/** Properties that fix the form of what leaves a switch of pictures and sound. */
export const FORM_PROPERTIES = {
  'video-width': { type: 'int', ...SIDE, description: 'Width of the pictures that leave the switch.' },
  'video-height': { type: 'int', ...SIDE, description: 'Height of the pictures that leave the switch.' },
  'video-framerate': {
    type: 'fraction',
    min: [1, 100],
    max: [240, 1],
    unit: 'frames/s',
    description: 'Pictures a second that leave the switch.',
  },
  'video-pixel-aspect-ratio': {
    type: 'fraction',
    min: [1, 100],
    max: [100, 1],
    description: 'Width of a pixel divided by its height. Give all four of video, or none.',
  },
  'audio-samplerate': {
    type: 'int',
    min: 4000,
    max: 192_000,
    unit: 'Hz',
    description: 'Samples a second that leave the switch.',
  },
  'audio-channels': {
    type: 'int',
    min: 1,
    max: 8,
    description: 'Channels that leave the switch. Give both of audio, or none.',
  },
} as const satisfies PropertySpecs;

/** Tables of all switches between master and backup. */
export const SWITCH_TABLES = {
  schedule: scheduleTable(
    'When the calendar has backup on air in the next 14 days, master in between; nothing without ical-schedule.',
    'ical-schedule',
  ),
};

/** Stats of all switches. */
export const SWITCH_STATS = {
  'active-eater': { kind: 'text', description: 'Source on air; none while there is none.' },
  switches: { kind: 'counter', description: 'How often another source went on air since the start.' },
  'next-points': { kind: 'text', description: 'When events of the calendar begin and end within 24 hours.' },
} as const satisfies Readonly<Record<string, StatSpec>>;

/** Eaters of pictures and sound for sources, none of which the component needs to run. */
export function avEaters(sources: readonly string[]): Readonly<Record<string, EaterSpec>> {
  return Object.fromEntries(
    (['video', 'audio'] as const).flatMap((medium) =>
      sources.map((source) => [
        `${medium}-${source}`,
        {
          caps: `${medium}/x-raw`,
          required: false,
          description: `Raw ${medium === 'video' ? 'pictures' : 'sound'} of the ${source}.`,
        },
      ]),
    ),
  );
}

/** Feeders of a switch of pictures and sound. */
export const AV_FEEDERS = {
  video: { caps: 'video/x-raw', description: 'The pictures on air.' },
  audio: { caps: 'audio/x-raw', description: 'The sound on air.' },
} as const;
