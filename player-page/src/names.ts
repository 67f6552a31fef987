import { createHash } from 'node:crypto';

/** Where the things beside a stream are: percent-decoded paths. */
export interface Names {
  readonly page: string;
  readonly state: string;
  readonly m3u: string;
  readonly xspf: string;
  readonly poster: string;
  /** The folder of the page's scripts and styles, with a slash at the end. */
  readonly assets: string;
}

/** Icecast's path of its figures. */
export const STATUS_PATH = '/status-json.xsl';

/** The names beside a mount point; one that ends with a slash has them inside, as `/index.html`. */
export function namesBeside(mount: string): Names {
  const stem = mount.endsWith('/') ? `${mount}index` : mount;
  return {
    page: `${stem}.html`,
    state: `${stem}.json`,
    m3u: `${stem}.m3u`,
    xspf: `${stem}.xspf`,
    poster: `${stem}.poster`,
    assets: `${stem}.player/`,
  };
}

/** A path as it stands in a URL; every segment is encoded by itself. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** A path relative to the folder of another, as it stands in a URL; neither has `.` or `..` in it. */
export function relativePath(from: string, to: string): string {
  const folder = from.slice(0, from.lastIndexOf('/') + 1);
  if (to === folder) return './';
  if (to.startsWith(folder)) return `./${encodePath(to.slice(folder.length))}`;
  const up = folder.split('/').length - 2;
  return `${'../'.repeat(up)}${encodePath(to.slice(1))}`;
}

/** A short name for a content, for URLs and entity tags. */
export function contentHash(...parts: readonly (string | Buffer)[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(String(part.length)).update(':').update(part);
  return hash.digest('base64url').slice(0, 16);
}
