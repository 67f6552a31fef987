import type { PropertySpecs, StatSpec } from '@flumotion/core/plugin';

/** What a stream is called, and who may say what plays. */
export const titleProperties = {
  title: {
    type: 'string',
    live: true,
    description: 'What plays; shown in place of what the feed and requests name.',
  },
  'short-name': {
    type: 'string',
    live: true,
    description:
      "Name of the stream, for players; that of the feed's tags when left out, else the description.",
  },
  genre: {
    type: 'string',
    live: true,
    description: "Genre of the stream, for players; that of the feed's tags when left out.",
  },
  url: {
    type: 'string',
    live: true,
    description: "Web page of the stream, for players; that of the feed's tags when left out.",
  },
  public: {
    type: 'bool',
    default: false,
    live: true,
    description: 'Tell players that the stream may be put into public directories.',
  },
  'metadata-user': {
    type: 'string',
    description: 'Name to log in with to say what plays; source and admin when left out.',
  },
  'metadata-password': {
    type: 'string',
    secret: true,
    description:
      'Password to say what plays with a request as Icecast takes it, /admin/metadata; nobody may when left out.',
  },
} as const satisfies PropertySpecs;

/** Bytes between blocks of metadata, as Icecast counts them. */
export const intervalProperty = {
  'icy-metadata-interval': {
    type: 'int',
    min: 0,
    max: 1_048_576,
    default: 16_000,
    unit: 'bytes',
    live: true,
    description:
      'Bytes of MP3 or AAC between two places for the title, for players that ask for it; 0 sends none, else at least 256.',
  },
} as const satisfies PropertySpecs;

/** What plays, as a figure. */
export const titleStats = {
  'icy-title': { kind: 'text', description: 'What plays.' },
  'icy-timestamp': { kind: 'text', description: 'When that began.' },
} as const satisfies Readonly<Record<string, StatSpec>>;
