import type { Keycard, Verdict } from '@flumotion/core/plugin';
import * as ipaddr from 'ipaddr.js';

/** What a valid signature grants, and to whom. */
export interface Grant {
  /** Seconds since 1970. */
  readonly expires: number;
  /** Address of the one client it is for; any when undefined. */
  readonly address?: string | undefined;
  /** The one path it is for. */
  readonly path?: string | undefined;
  /** Beginning of the paths it is for, with a slash at its end. */
  readonly below?: string | undefined;
}

/** How grants are judged. */
export interface GrantRules {
  /** Seconds that clocks may be apart. */
  readonly tolerance: number;
  /** Whether the stay goes on after the grant has expired. */
  readonly stays: boolean;
}

/**
 * Judges whether a grant is for this client, now.
 * @param what - the thing that grants, for people, as `URL`.
 * @param now - milliseconds since 1970.
 */
export function judgeGrant(
  what: string,
  grant: Grant,
  keycard: Keycard,
  rules: GrantRules,
  now: number,
): Verdict {
  const left = grant.expires + rules.tolerance - now / 1000;
  const refuse = (reason: string): Verdict => ({ admitted: false, reason });
  if (left <= 0) return refuse(`the ${what} has expired`);
  if (grant.address !== undefined && !sameAddress(grant.address, keycard.address))
    return refuse(`the ${what} is for another address than yours, ${keycard.address}`);
  const path = keycard.path ?? '';
  if (grant.path !== undefined && grant.path !== path) return refuse(`the ${what} is for another path`);
  if (grant.below !== undefined && !isBelow(path, grant.below))
    return refuse(`the ${what} is for other paths`);
  return { admitted: true, ...(rules.stays ? {} : { duration: Math.max(1, Math.ceil(left)) }) };
}

function isBelow(path: string, below: string): boolean {
  return below.startsWith('/') && below.endsWith('/') && path.startsWith(below);
}

/** Whether two texts are one address: an IPv4 address also where it is mapped into IPv6. */
function sameAddress(one: string, other: string): boolean {
  if (!ipaddr.isValid(one) || !ipaddr.isValid(other)) return false;
  return ipaddr.process(one).toNormalizedString() === ipaddr.process(other).toNormalizedString();
}
