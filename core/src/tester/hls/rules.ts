import type { Failure } from '../http/failure';
import { playlistLines, type MediaPlaylist } from './playlist';

/** Tags that may stand once. */
const ONCE = [
  'VERSION',
  'TARGETDURATION',
  'MEDIA-SEQUENCE',
  'DISCONTINUITY-SEQUENCE',
  'ENDLIST',
  'PLAYLIST-TYPE',
];

/** What RFC 8216 says against the text of a playlist; the first thing. */
export function faultOfPlaylist(text: string, playlist: MediaPlaylist): Failure | undefined {
  return faultOfText(text) ?? faultOfValues(playlist);
}

function faultOfText(text: string): Failure | undefined {
  if (!/^#EXTM3U\r?\n/.test(text)) return wrong('its first line is not #EXTM3U');
  const lines = playlistLines(text);
  const twice = ONCE.find((name) => lines.filter((line) => isTag(line, `EXT-X-${name}`)).length > 1);
  if (twice !== undefined) return wrong('a tag stands twice', `EXT-X-${twice}`);
  const first = lines.findIndex((line) => !line.startsWith('#'));
  const late = lines
    .slice(Math.max(0, first))
    .find((line) => /^#EXT-X-(?:MEDIA|DISCONTINUITY)-SEQUENCE/.test(line));
  return first >= 0 && late !== undefined
    ? wrong('a number of the first segment comes after it', late)
    : undefined;
}

function faultOfValues({ version, target, sequence, segments }: MediaPlaylist): Failure | undefined {
  if (!Number.isInteger(target)) return wrong('it has no target duration in whole seconds');
  if (!Number.isInteger(sequence)) return wrong('the number of its first segment is none');
  for (const { uri, duration, map, range } of segments) {
    if (Number.isNaN(duration)) return wrong('a segment has no duration', uri);
    if (Math.round(duration) > target)
      return wrong(
        'a segment is longer than the target duration',
        `${uri}: ${duration} s, target ${target} s`,
      );
    if (!Number.isInteger(duration) && version < 3) return wrong('its version is too low', 'decimals need 3');
    if (range && version < 4) return wrong('its version is too low', 'byte ranges need 4');
    if (range && !(range.length > 0)) return wrong('a byte range is none', uri);
    if (map && version < 5) return wrong('its version is too low', 'EXT-X-MAP needs 5');
    if (map?.uri === '') return wrong('a beginning of segments has no address', uri);
  }
  return undefined;
}

/** What RFC 8216, 6.2, says against a playlist that follows another of the same stream; the first thing. */
export function faultOfSuccession(before: MediaPlaylist, after: MediaPlaylist): Failure | undefined {
  const gone = after.sequence - before.sequence;
  if (gone < 0)
    return wrong('its first segment is older than before', `${after.sequence} after ${before.sequence}`);
  if (after.target !== before.target)
    return wrong('its target duration changed', `${before.target} to ${after.target} s`);
  if (before.ended && !after.ended) return wrong('it had ended and goes on');
  const moved = before.segments.slice(gone).find(({ uri, duration, discontinuity }, at) => {
    const now = after.segments[at];
    return now?.uri !== uri || now.duration !== duration || now.discontinuity !== discontinuity;
  });
  if (moved) return wrong('a segment changed, moved or went too early', moved.uri);
  const counted = after.discontinuitySequence - before.discontinuitySequence;
  const cuts = before.segments.slice(0, gone).filter(({ discontinuity }) => discontinuity).length;
  if (gone <= before.segments.length && counted !== cuts)
    return wrong('its count of discontinuities is wrong', `grew by ${counted}, not ${cuts}`);
  return undefined;
}

function isTag(line: string, name: string): boolean {
  return line === `#${name}` || line.startsWith(`#${name}:`);
}

function wrong(reason: string, detail?: string): Failure {
  return { reason: `the playlist breaks RFC 8216: ${reason}`, ...(detail !== undefined && { detail }) };
}
