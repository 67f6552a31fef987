import { ADMIN_PATHS } from '@flumotion/player-page';
import type { RequestHead } from '@flumotion/web';

/** Requests of Icecast's administration that streamers answer; they say in an argument which stream they mean. */
const PATHS = ['/admin/metadata', '/admin/metadata.xsl', ...ADMIN_PATHS];

/** The path of the stream that a request to its administration is about; that of the request for any other. */
export function mountMeant({ path, query }: Pick<RequestHead, 'path' | 'query'>): string {
  return (PATHS.includes(path) ? query.get('mount') : undefined) ?? path;
}
