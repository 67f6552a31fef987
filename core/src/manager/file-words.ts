import { errorText } from '../errors';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT:
    'it is not there any more; put it back, where there is no copy with what GET /api/planet/xml answers, then do this again',
  ENOTDIR: 'a part of its path is no folder any more; put the file back, then do this again',
  EISDIR: 'it is a folder; put the file back in its place, then do this again',
  EACCES: "the manager's user may not; give it the right to the file and to its folder, then do this again",
  EPERM: "the manager's user may not; give it the right to the file and to its folder, then do this again",
  EROFS: 'its file system can only be read; mount it for writing, then do this again',
  ENOSPC: 'the disk is full; free some space, then do this again',
  EDQUOT: "the quota of the manager's user is used up; free some space, then do this again",
};

/** Why a planet file cannot be read or written while the manager runs, and what to do about it. */
export function fileReason(error: unknown): string {
  const { code } = Object(error) as { code?: unknown };
  return (typeof code === 'string' ? REASONS[code] : undefined) ?? errorText(error);
}
