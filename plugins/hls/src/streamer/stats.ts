import type { StatSpec } from '@flumotion/core/plugin';
import { audienceStats, reasonStats } from '@flumotion/web';

/** Figures of an http-hlsstreamer, beside those of refusals. */
export const stats = {
  'stream-description': { kind: 'text', description: 'What is on the stream.' },
  'stream-mime': { kind: 'text', description: 'Content type of the playlists.' },
  'stream-url': { kind: 'text', description: 'Where the main playlist is.' },
  format: { kind: 'text', description: 'Form of the fragments, as the feed has it.' },
  'stream-uptime': { kind: 'gauge', unit: 's', description: 'Time since the stream can be played.' },
  'stream-bitrate': {
    kind: 'gauge',
    unit: 'bit/s',
    description: 'Mean rate of all feeds together since the start.',
  },
  'stream-current-bitrate': {
    kind: 'gauge',
    unit: 'bit/s',
    description: 'Rate of all feeds together over the last 10 s.',
  },
  'stream-totalbytes': { kind: 'counter', unit: 'bytes', description: 'Bytes of all feeds received.' },
  'clients-current': { kind: 'gauge', description: 'Listeners now: sessions that ask for things.' },
  ...audienceStats,
  segments: { kind: 'counter', description: 'Fragments cut since the start.' },
  'segment-seconds': { kind: 'gauge', unit: 's', description: 'Length of the newest fragment.' },
  'window-seconds': { kind: 'gauge', unit: 's', description: 'How far back players can go.' },
  'history-bytes': { kind: 'gauge', unit: 'bytes', description: 'Memory held by fragments.' },
  'forced-cuts': {
    kind: 'counter',
    description: 'Fragments that begin without a keyframe, as none came in time.',
  },
  'waiting-requests': { kind: 'gauge', description: 'Requests that wait for something new.' },
  'left-by-themselves': { kind: 'counter', description: 'Listeners that asked for nothing any more.' },
  'left-duration': reasonStats['left-duration'],
  'left-expired': {
    kind: 'counter',
    description: 'Listeners that were not let stay when the time was up that the bouncer granted.',
  },
  'left-ejected': reasonStats['left-ejected'],
} as const satisfies Readonly<Record<string, StatSpec>>;
