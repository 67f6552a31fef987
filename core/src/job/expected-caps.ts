import { ANY, mediaTypes } from '../model/media-type';
import type { EaterSpec } from '../plugin';
import type { EaterLink } from '../rpc/job-spec';

/**
 * Caps of a feed that has not told its own yet, as nothing has come out of it so far: those that are declared, where they
 * leave no choice of media.
 */
export function expectedCaps(link: EaterLink, eater: EaterSpec | undefined): string | undefined {
  return [link.source?.caps, eater?.caps].find((caps) => caps !== undefined && isSole(caps));
}

function isSole(caps: string): boolean {
  const types = mediaTypes(caps);
  return types.length === 1 && !types.includes(ANY);
}
