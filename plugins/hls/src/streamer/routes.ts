/** What a path under the mount point asks for. */
export type Route =
  | { readonly kind: 'home' }
  | { readonly kind: 'main' }
  | { readonly kind: 'stream'; readonly folder: string }
  | { readonly kind: 'file'; readonly folder: string; readonly name: string };

/** Names of the playlists. */
export interface PlaylistNames {
  readonly main: string;
  readonly stream: string;
}

/**
 * Reads a path.
 * @param path - percent-decoded.
 * @param mount - with a slash in front.
 * @param folders - of the streams, each with a slash at its end; that of the first is empty.
 * @returns undefined when it is not ours.
 */
export function readRoute(
  path: string,
  mount: string,
  names: PlaylistNames,
  folders: readonly string[],
): Route | undefined {
  const root = mount.endsWith('/') ? mount : `${mount}/`;
  if (path === mount || path === root) return { kind: 'home' };
  if (!path.startsWith(root)) return undefined;
  const rest = path.slice(root.length);
  if (rest === names.main) return { kind: 'main' };
  const slash = rest.lastIndexOf('/') + 1;
  const [folder, name] = [rest.slice(0, slash), rest.slice(slash)];
  if (!folders.includes(folder)) return undefined;
  return name === names.stream ? { kind: 'stream', folder } : { kind: 'file', folder, name };
}
