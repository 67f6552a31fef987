import { PlaylistError, type Entry, type Playlist } from './entry';
import { parseDate, parseSeconds } from './time';
import { parseXml, type XmlElement } from './xml';

const ATTRIBUTES = ['filename', 'time', 'duration', 'offset'];
/** Most rounds of a playlist. */
const MOST_ROUNDS = 1_000_000;

/**
 * Reads a playlist in XML. What is wrong with an entry leaves it out, and is among the problems.
 * @param locate - gives the path for a name; what it throws is a problem of the entry.
 * @throws PlaylistError when it is no playlist.
 */
export function readXml(text: string, locate: (name: string) => string): Playlist {
  const root = parseXml(text);
  if (root.name !== 'playlist') {
    throw new PlaylistError(`line ${root.line}: <${root.name}> was found where <playlist> belongs`);
  }
  const problems: string[] = [];
  const complain = ({ line }: XmlElement, words: string): void =>
    void problems.push(`line ${line}: ${words}`);
  const entries = root.children.flatMap((child) => {
    if (child.name !== 'entry') {
      complain(child, `<${child.name}> was found where <entry> belongs`);
      return [];
    }
    const unknown = Object.keys(child.attributes).filter((name) => !ATTRIBUTES.includes(name));
    if (unknown.length > 0) {
      complain(child, `${unknown.join(', ')} means nothing here; an entry has ${ATTRIBUTES.join(', ')}`);
    }
    try {
      return [entryOf(child, locate)];
    } catch (error) {
      complain(child, (error as Error).message);
      return [];
    }
  });
  const loop = root.attributes['loop'];
  if (loop === undefined) return { entries, problems };
  const rounds = /^\d{1,7}$/.test(loop) ? Number(loop) : Infinity;
  if (rounds <= MOST_ROUNDS) {
    const timed = entries.filter(({ time }) => time !== undefined).length;
    if (timed > 1 && entries[0]?.time !== undefined) {
      complain(root, 'loop means nothing where more than the first entry has a time');
    }
    return { entries, problems, loop: rounds };
  }
  complain(root, `loop="${loop}" is no whole number of rounds from 0, which is for ever, to ${MOST_ROUNDS}`);
  return { entries, problems };
}

function entryOf({ attributes, line }: XmlElement, locate: (name: string) => string): Entry {
  const { filename: name = '', time, duration, offset } = attributes;
  if (name === '') throw new Error('an entry needs a filename');
  const begin = time === undefined ? undefined : parseDate(time);
  if (time !== undefined && begin === undefined) {
    throw new Error(`time="${time}" is no date as 2026-11-29T12:00:00Z or 2026-11-29T12:00:00.5+01:00`);
  }
  const length = duration === undefined ? undefined : secondsOf('duration', duration);
  if (length === 0n) throw new Error('an entry of duration 0 is never played');
  return {
    name,
    location: locate(name),
    line,
    offset: offset === undefined ? 0n : secondsOf('offset', offset),
    ...(begin === undefined ? {} : { time: begin }),
    ...(length === undefined ? {} : { duration: length }),
  };
}

function secondsOf(name: string, text: string): bigint {
  const value = parseSeconds(text);
  if (value === undefined) throw new Error(`${name}="${text}" is no number of seconds as 90 or 2.5`);
  return value;
}
