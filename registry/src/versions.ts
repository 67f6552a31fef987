// Only what the manifests need too: every job loads this.
import satisfies from 'semver/functions/satisfies';

/**
 * How the version of a package on another machine stands to the one that is known here: `same`; `newer` or `older`
 * within what semver calls compatible; `apart` when the major version (below 1.0.0 the minor one) differs, or one of
 * them is no version.
 */
export type VersionFit = 'same' | 'newer' | 'older' | 'apart';

/** Judges a version found elsewhere by the one that is known here. */
export function versionFit(known: string, found: string): VersionFit {
  const compatible = (version: string, base: string): boolean =>
    satisfies(version, `^${base}`, { includePrerelease: true });
  const above = compatible(found, known);
  const below = compatible(known, found);
  if (known === found || (above && below)) return 'same';
  if (above) return 'newer';
  return below ? 'older' : 'apart';
}
