import type { Channel } from './channel';
import { oneLine } from './escape';

/** Seconds between two questions of an open page, at least and at most. */
const [SOONEST, LATEST] = [5, 120];
/** Questions a second of all open pages together, about. */
const QUESTIONS = 100;

/**
 * What an open page asks for now and then, as JSON: whether media flow, what they are, and how many are there. It also
 * tells when to ask again, so that a large audience does not ask more often than a small one.
 */
export function stateText(channel: Channel): string {
  const media = channel.media();
  const { listeners } = channel.figures();
  const { title = '' } = channel.about();
  return JSON.stringify({
    live: media?.flowing ?? false,
    ...(media && { type: media.contentType, codecs: media.codecs }),
    listeners,
    ...(title === '' ? {} : { title: oneLine(title) }),
    refresh: Math.min(LATEST, Math.max(SOONEST, Math.round(listeners / QUESTIONS))),
  });
}
