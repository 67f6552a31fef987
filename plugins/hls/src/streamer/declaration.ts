import { declareComponent, type PropertiesOf } from '@flumotion/core/plugin';
import {
  entranceProperties,
  guardProperties,
  limitProperties,
  refusalStats,
  REQUEST_SOCKETS,
  visitorActions,
  visitorTables,
  portProperty,
} from '@flumotion/web';
import { pageProperties } from '@flumotion/player-page';
import { EATERS } from './eaters';
import { stats } from './stats';

const CAPS = 'video/mpegts; video/quicktime';
const VARIANT = {
  caps: CAPS,
  required: false,
  description: 'The same in another quality, for players to choose.',
} as const;

/** Declaration of the http-hlsstreamer. */
export const declaration = declareComponent({
  type: 'http-hlsstreamer',
  kind: 'consumer',
  description: 'Serves a live HLS stream from memory, with low latency and several qualities if wanted.',
  eaters: {
    default: { caps: CAPS, description: 'MPEG-TS or fragmented MP4.' },
    'variant-2': VARIANT,
    'variant-3': VARIANT,
    'variant-4': VARIANT,
    'variant-5': VARIANT,
    'variant-6': VARIANT,
  },
  properties: {
    'mount-point': {
      type: 'string',
      default: '/',
      description: 'Path under which the playlists are; a leading slash is added when missing.',
    },
    port: portProperty(8800),
    ...entranceProperties,
    'main-playlist': {
      type: 'string',
      default: 'main.m3u8',
      description: 'Name of the playlist that players open, which names the streams.',
    },
    'stream-playlist': {
      type: 'string',
      default: 'stream.m3u8',
      description: 'Name of the playlist of each stream.',
    },
    'fragment-prefix': {
      type: 'string',
      default: 'fragment',
      description: 'What the names of fragments begin with; their number follows.',
    },
    'hls-url': {
      type: 'string',
      description:
        'URL that stands for the mount point in playlists, such as that of a content delivery network; they hold relative URLs when left out.',
    },
    'segment-duration': {
      type: 'float',
      min: 1,
      max: 60,
      default: 4,
      unit: 's',
      description: 'Longest fragment; it is cut at the last keyframe before that.',
    },
    'keyframes-per-fragment': {
      type: 'int',
      min: 1,
      max: 10_000,
      description:
        'Cut after so many keyframes, if that is before segment-duration; as many as fit when left out.',
    },
    'new-fragment-tolerance': {
      type: 'float',
      min: 0,
      max: 100,
      default: 0,
      description:
        'How much later than segment-duration, as a part of it, a fragment may end before it is served as far as it has come; 0 waits for ever.',
    },
    'min-window': {
      type: 'int',
      min: 1,
      max: 100,
      default: 2,
      description: 'Fragments that there must be before anybody is served.',
    },
    'max-window': {
      type: 'int',
      min: 3,
      max: 10_000,
      default: 5,
      live: true,
      description:
        'Fragments in a playlist; more while it would be shorter than three fragments of full length.',
    },
    'dvr-window': {
      type: 'float',
      min: 0,
      max: 86_400,
      default: 0,
      unit: 's',
      live: true,
      description: 'How far back players can go; 0 for no further than max-window.',
    },
    'max-extra-buffers': {
      type: 'int',
      min: 0,
      max: 10_000,
      live: true,
      description:
        'Fragments that are kept after they left the playlist, for players that are behind; one more than it has when left out.',
    },
    'memory-limit': {
      type: 'int',
      min: 16,
      max: 1_000_000,
      default: 512,
      unit: 'MB',
      live: true,
      description:
        'Most memory for the fragments of each stream; the windows get shorter before it is passed.',
    },
    'part-duration': {
      type: 'float',
      min: 0,
      max: 5,
      default: 0,
      unit: 's',
      description:
        'Longest part of a fragment in Low-Latency HLS: players are about three of these behind. 0 for plain HLS.',
    },
    'stream-bitrate': {
      type: 'int',
      min: 1,
      unit: 'bit/s',
      description:
        'Bit rate of the first stream in the main playlist; what its largest fragment had when left out.',
    },
    variant: {
      type: 'compound',
      multiple: true,
      description: 'A stream of another component that the main playlist names too.',
      properties: {
        url: {
          type: 'string',
          required: true,
          description: 'Of its stream playlist; absolute, or as seen from the main playlist.',
        },
        bandwidth: {
          type: 'int',
          min: 1,
          required: true,
          unit: 'bit/s',
          description: 'Most bits per second of a fragment.',
        },
        'average-bandwidth': {
          type: 'int',
          min: 1,
          unit: 'bit/s',
          description: 'Mean bits per second.',
        },
        codecs: { type: 'string', description: 'Codecs as in avc1.64001f,mp4a.40.2.' },
        resolution: { type: 'string', description: 'Width and height as in 1280x720.' },
        framerate: { type: 'fraction', description: 'Frames per second.' },
      },
    },
    'end-after': {
      type: 'float',
      min: 0,
      max: 86_400,
      default: 0,
      unit: 's',
      live: true,
      description:
        'Time without a feed after which the stream has ended, and players are told; 0 for never, as it may come back.',
    },
    timeout: {
      type: 'int',
      description: 'Seconds without a write.',
      retired: 'session-timeout says when a listener counts as gone, and a stalled answer ends after 30 s',
    },
    'session-timeout': {
      type: 'int',
      min: 5,
      max: 86_400,
      default: 30,
      unit: 's',
      live: true,
      description: 'Time without a request after which a listener counts as gone.',
    },
    'session-in-urls': {
      type: 'bool',
      default: true,
      description:
        'Put the session into the URLs of playlists, for players that keep no cookies; without it, URLs are the same for all.',
    },
    'secret-key': {
      type: 'string',
      secret: true,
      description:
        'Key that sessions are signed with: the same in several components lets a listener in at all that was let in at one. One of its own is made at each start when left out.',
    },
    ...limitProperties,
    ...guardProperties,
    description: {
      type: 'string',
      default: 'Flumotion Stream',
      description: 'What is on the stream, for lists of streams.',
    },
    ...pageProperties,
  },
  sockets: [...REQUEST_SOCKETS],
  tables: visitorTables,
  actions: visitorActions,
  stats: { ...stats, ...refusalStats },
  wizard: {
    step: 'consumer',
    label: 'HLS over HTTP',
    rank: 112,
    pages: [
      ['mount-point', 'port'],
      ['segment-duration', 'dvr-window', 'part-duration', 'client-limit'],
    ],
  },
  pipeline: EATERS.map((eater) => `@eater:${eater}@ ! @tap:${eater}@`).join(' '),
});

/** Property values of an http-hlsstreamer. */
export type Properties = PropertiesOf<typeof declaration>;

/** Name of a declared stat. */
export type StatName = keyof typeof declaration.stats;
