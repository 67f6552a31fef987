import { expect, test } from '@jest/globals';
import { playlistComplaints, successionComplaints } from '../../../test/support/hls-rules';
import { playlistText, readPlaylist, withEntry, type Playlist } from '../src/playlist';

test('more segments than the window stay while the playlist would be too short', () => {
  const empty: Playlist = { targetDuration: 4, sequence: 0, discontinuities: 0, entries: [] };
  const entry = (name: number) => ({
    file: `${String(name)}.ts`,
    duration: 2,
    map: undefined,
    date: undefined,
  });
  const texts: string[] = [];
  let playlist = empty;
  for (let number = 0; number < 12; number++) {
    playlist = withEntry(playlist, { ...entry(number), discontinuity: number % 3 === 2 }, { segments: 3 });
    texts.push(playlistText(playlist));
  }
  expect(playlist).toMatchObject({ sequence: 6, discontinuities: 2 });
  expect(playlist.entries).toHaveLength(6);
  texts.forEach((text, at) => {
    expect(playlistComplaints(text)).toEqual([]);
    const next = texts[at + 1];
    if (next !== undefined) expect(successionComplaints(text, next)).toEqual([]);
  });
  expect(readPlaylist(playlistText(playlist))).toEqual(playlist);
  expect(readPlaylist('something else')).toBeUndefined();
});
