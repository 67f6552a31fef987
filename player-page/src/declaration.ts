import type { PropertySpecs } from '@flumotion/core/plugin';

/** What a component lets people open beside its stream, to spread into its declaration. */
export const pageProperties = {
  'player-page': {
    type: 'bool',
    default: true,
    description: 'Serve a page that plays the stream, at the mount point with .html after it.',
  },
  poster: {
    type: 'string',
    description:
      'Picture on the player page until the stream plays: a URL, or the name of a file on the worker.',
  },
  'status-page': {
    type: 'bool',
    default: true,
    description:
      'Serve figures as Icecast does, at /status-json.xsl and /status.xsl, and as SHOUTcast does at /7.html, for everybody.',
  },
} as const satisfies PropertySpecs;
