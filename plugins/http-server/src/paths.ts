/** Longest name of a file that file systems take, in bytes. */
const MAX_NAME = 255;
/** Most folders deep. */
const MAX_DEPTH = 64;

/**
 * The path below a mount point that a request asks for, with `/` between names; undefined when it is below another one, or when
 * it names nothing that may be served: each name is decoded once and by itself, so that no form of a slash, of `..` or of
 * a hidden file comes through.
 * @param target - the path as it stands in the request line, not decoded, without the query.
 * @param mount - the mount point, decoded, with a slash in front and none at the end; empty for the root.
 */
export function pathBelow(target: string, mount: string): string | undefined {
  if (!target.startsWith('/')) return undefined;
  const names = target.slice(1).split('/');
  const above = mount.split('/').slice(1);
  if (names.length > MAX_DEPTH + above.length) return undefined;
  const decoded = names.map(decodedName);
  if (above.some((name, index) => decoded[index] !== name)) return undefined;
  const rest = decoded.slice(above.length);
  // The mount point itself, with or without a slash.
  if (rest.length === 0 || (rest.length === 1 && rest[0] === '')) return '';
  return rest.every((name) => name !== undefined && mayBeServed(name)) ? rest.join('/') : undefined;
}

/** The path of a target as it stands in the request line, without scheme, host and query. */
export function pathOf(target: string): string {
  const path = target.replace(/^https?:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
  return path === '' ? '/' : path;
}

/** Whether a name of a file or a folder is one that requests may have. */
export function mayBeServed(name: string): boolean {
  return (
    name !== '' &&
    !name.startsWith('.') &&
    !/[/\\\x00-\x1f\x7f\ufffd]/.test(name) &&
    Buffer.byteLength(name) <= MAX_NAME
  );
}

/** A name without its percent signs; undefined when it is no UTF-8, which also overlong forms are not. */
function decodedName(name: string): string | undefined {
  try {
    return decodeURIComponent(name);
  } catch {
    return undefined;
  }
}
