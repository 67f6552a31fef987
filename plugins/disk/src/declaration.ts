import { declareComponent } from '@flumotion/core/plugin';
import { scheduleTable } from '@flumotion/plugin-ical/schedule';

/** Declaration of the disk-consumer. */
export const declaration = declareComponent({
  type: 'disk-consumer',
  kind: 'consumer',
  description: 'Records a stream to files that each begin with the headers and a keyframe.',
  eaters: { default: { caps: 'ANY', description: 'A muxed stream.' } },
  properties: {
    directory: {
      type: 'string',
      required: true,
      path: 'folder',
      description: 'Folder of the recordings; made when absent.',
    },
    filename: {
      type: 'string',
      description:
        'Name of each file, with strftime fields in local time; the extension is added. NAME.%Y%m%d-%H%M%S when left out.',
    },
    'rotate-type': {
      type: 'enum',
      values: ['none', 'size', 'time'],
      default: 'none',
      description: 'When a new file is begun, always at a keyframe.',
    },
    size: { type: 'long', min: 1, unit: 'bytes', description: 'Size after which a new file is begun.' },
    time: { type: 'long', min: 1, unit: 's', description: 'Length after which a new file is begun.' },
    'time-overlap': {
      type: 'int',
      min: 0,
      max: 3600,
      default: 0,
      unit: 's',
      description: 'How long the old file goes on after a new one was begun.',
    },
    'start-recording': {
      type: 'bool',
      default: true,
      live: true,
      control: true,
      description:
        'Whether to record; changing it starts or ends a recording. With a calendar the calendar decides: changing it ends the recordings of the events that take place, or begins them again.',
    },
    'symlink-to-current-recording': {
      type: 'string',
      description: 'Symbolic link to the file being written; relative to the folder.',
    },
    'symlink-to-last-recording': {
      type: 'string',
      description: 'Symbolic link to the newest finished file; relative to the folder.',
    },
    'write-index': {
      type: 'bool',
      default: false,
      description: 'Write FILE.index beside each file, with the position and time of each keyframe.',
    },
    'ical-schedule': {
      type: 'string',
      description:
        'iCalendar file: each event is recorded, and nothing else, to a file named after its title, with strftime fields in the time of the event. Read again when it changes.',
    },
    'react-to-stream-markers': {
      type: 'bool',
      description: 'Start and stop at marks in the stream.',
      retired: 'feeds no longer carry stream marks; use start-recording, which can change while running',
    },
    'stream-marker-filename-prefix': {
      type: 'string',
      description: 'Prefix made of the mark.',
      retired: 'feeds no longer carry stream marks',
    },
    'sync-on-tdt': {
      type: 'bool',
      description: 'Begin files at broadcast time marks.',
      retired: 'feeds no longer carry broadcast time marks; files begin at keyframes',
    },
  },
  tables: {
    files: {
      description: 'The recordings in the folder and below it, the newest first: at most 500.',
      columns: {
        name: { kind: 'text', description: 'Name of the file, from the folder on.' },
        begun: { kind: 'time', description: 'When it was begun.' },
        ended: { kind: 'time', description: 'When it ended; absent while it is written.' },
        bytes: { kind: 'number', unit: 'bytes', description: 'Size of the file.' },
        seconds: {
          kind: 'number',
          unit: 's',
          description: 'Length of the stream in it; of files from before the last start only with an index.',
        },
        writing: { kind: 'bool', description: 'Whether the component is writing it.' },
      },
    },
    schedule: scheduleTable(
      'What the calendar will have recorded in the next 14 days; nothing without ical-schedule.',
      'ical-schedule',
    ),
  },
  actions: {
    'new-file': {
      description:
        'Ends the file at the next keyframe and begins another there; nothing is lost between them.',
      table: 'files',
      parameters: {
        filename: {
          type: 'string',
          description:
            'Name of this one file, in the form that the property filename has; the usual one when left out.',
        },
      },
    },
  },
  stats: {
    filename: { kind: 'text', description: 'File being written.' },
    recording: { kind: 'gauge', description: '1 while a file is being written, else 0.' },
    files: { kind: 'counter', description: 'Files begun since the component started.' },
    'recorded-bytes': {
      kind: 'counter',
      unit: 'bytes',
      description: 'Bytes written since the component started.',
    },
    'has-schedule': { kind: 'gauge', description: '1 when a calendar says what is recorded, else 0.' },
    'next-points': {
      kind: 'text',
      description: 'When recordings of the calendar begin and end within 24 hours.',
    },
    'lost-bytes': {
      kind: 'counter',
      unit: 'bytes',
      description: 'Bytes the disk was too slow or too full for.',
    },
    'disk-free': { kind: 'gauge', unit: 'bytes', description: 'Room left for the recordings.' },
  },
  wizard: {
    step: 'consumer',
    label: 'Disk',
    rank: 64,
    pages: [['directory', 'rotate-type', 'time', 'size']],
  },
  pipeline: '@eater:default@ ! @tap:default@',
});
