/**
 * The web admin, as a plug of the manager.
 * @module
 */
import { join } from 'node:path';
import { definePlug } from '@flumotion/core/plugin';

/** Folder of the built pages, as `npm run build` leaves them. */
export const PAGES = join(__dirname, '..', 'dist', 'app');

/** Has the manager show the pages of the web admin. */
export default definePlug(
  {
    type: 'web-admin',
    socket: 'manager-pages',
    description: 'Shows the pages of the web admin on the port of the manager.',
  },
  { pages: () => ({ folder: PAGES }) },
);
