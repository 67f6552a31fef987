import { readFile, stat } from 'node:fs/promises';
import { parseUsers, type ListFormat, type UserList } from './users';

/** Largest user file read, in bytes. */
const MAX_FILE = 8 * 1024 * 1024;

/** Gives the user list, from text or from a file that is read again when it changes. */
export class UserSource {
  private list: UserList | undefined;
  private stamp = '';

  constructor(
    private readonly filename: string | undefined,
    private readonly data: string | undefined,
    private readonly format: ListFormat,
    private readonly report: (problems: readonly string[]) => void,
  ) {}

  /** The current list. @throws Error when the file cannot be read or is too large. */
  async read(): Promise<UserList> {
    if (this.filename === undefined) {
      return this.list ?? this.take(this.data ?? '');
    }
    const { mtimeMs, size, ino } = await stat(this.filename);
    const stamp = [mtimeMs, size, ino].join(' ');
    if (this.list && stamp === this.stamp) return this.list;
    if (size > MAX_FILE)
      throw new Error(`${this.filename} has ${String(size)} bytes; at most ${String(MAX_FILE)} are read`);
    const list = this.take(await readFile(this.filename, 'utf8'));
    this.stamp = stamp;
    return list;
  }

  private take(text: string): UserList {
    this.list = parseUsers(text, this.format);
    this.report(this.list.problems);
    return this.list;
  }
}
