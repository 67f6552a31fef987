import { MAX_ENTRIES, PlaylistError, type Playlist } from './entry';
import { locationOf } from './location';
import { readList } from './read-list';
import { readXml } from './read-xml';

/**
 * Reads a playlist: XML when it begins with `<`, else a list of names.
 * @param file - its path, from which relative names are taken when there is no base directory.
 * @throws PlaylistError with the line when it cannot be used.
 */
export function readPlaylist(bytes: Buffer, file: string, base: string | undefined): Playlist {
  const text = textOf(bytes);
  const locate = (name: string): string => locationOf(name, file, base);
  const playlist = text.trimStart().startsWith('<') ? readXml(text, locate) : readList(text, locate);
  if (playlist.entries.length > MAX_ENTRIES) {
    throw new PlaylistError(`it has ${playlist.entries.length} entries; at most ${MAX_ENTRIES} are taken`);
  }
  return playlist;
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new PlaylistError('it is no text in UTF-8');
  }
}
