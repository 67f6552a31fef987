import { definePlug } from '@flumotion/core/plugin';
import { inTime } from './in-time';
import { openLocal } from './local-file';

/** Serves the files of a folder. */
export const localProvider = definePlug(
  {
    type: 'fileprovider-local',
    socket: 'file-provider',
    description: "Serves the files of a folder on the worker's machine.",
    properties: {
      path: { type: 'string', required: true, description: 'The folder, or a single file.' },
    },
  },
  {
    check: ({ path }) => checkPath(path),
    open: ({ properties }, path) => inTime(openLocal(properties.path, path)),
    root: ({ properties }) => properties.path,
  },
);

/** What is wrong with the path of a folder; undefined when nothing is. */
export function checkPath(path: string): string | undefined {
  return path.startsWith('/')
    ? undefined
    : `path ${JSON.stringify(path)} is relative; expected a whole path such as /srv/media`;
}
