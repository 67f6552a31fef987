import { PlaylistError, type Entry, type Playlist } from './entry';

/**
 * Reads a list of names, one a line, as M3U files and lists by hand are. Lines that begin with `#` are comments.
 * @param locate - gives the path for a name; what it throws is a problem of the entry.
 * @throws PlaylistError when it is no text.
 */
export function readList(text: string, locate: (name: string) => string): Playlist {
  const problems: string[] = [];
  const entries: Entry[] = [];
  text.split(/\r\n|\n|\r/).forEach((raw, index) => {
    const name = raw.trim();
    const line = index + 1;
    if (name === '' || name.startsWith('#')) return;
    if (/[\u0000-\u0008\u000e-\u001f]/.test(name)) throw new PlaylistError(`line ${line}: this is no text`);
    try {
      entries.push({ name, location: locate(name), offset: 0n, line });
    } catch (error) {
      problems.push(`line ${line}: ${(error as Error).message}`);
    }
  });
  return { entries, problems };
}
