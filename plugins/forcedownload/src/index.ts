/**
 * Has browsers save what they ask for.
 * @module
 */
import { definePlug } from '@flumotion/core/plugin';

/** Longest file name that is told to a browser. */
const MAX_NAME = 100;

export default definePlug(
  {
    type: 'requestmodifier-forcedownload',
    socket: 'request-modifier',
    description: 'Has browsers save what they ask for, when the URL says so, instead of playing it.',
    properties: {
      'argument-name': {
        type: 'string',
        required: true,
        description: 'Argument in the query of the URL that is looked at.',
      },
      'trigger-value': {
        type: 'string',
        multiple: true,
        description: 'Value of the argument that has the browser save; 1 when none is given.',
      },
    },
    wizard: {
      label: 'Let links have a file saved',
      rank: 40,
      pages: [['argument-name', 'trigger-value']],
      defaults: { 'argument-name': 'force', 'trigger-value': ['true'] },
    },
  },
  {
    modify({ properties }, request) {
      const { 'argument-name': name, 'trigger-value': given } = properties;
      const triggers = given.length > 0 ? given : ['1'];
      if (!request.query.getAll(name).some((value) => triggers.includes(value))) return;
      request.setHeader('Content-Disposition', `attachment; filename*=utf-8''${fileName(request.path)}`);
    },
  },
);

/** Last part of a path as RFC 5987 writes it. */
function fileName(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1) || 'stream';
  const short = name.slice(0, MAX_NAME).replace(/\p{Cs}/gu, '_');
  return encodeURIComponent(short).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
