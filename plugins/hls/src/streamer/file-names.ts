import type { SegmentStart } from '../segment';

/** What a name of a file stands for. */
export type Named =
  | { readonly kind: 'segment'; readonly number: number }
  | { readonly kind: 'part'; readonly number: number; readonly part: number }
  | { readonly kind: 'header'; readonly number: number };

/** Names of the files of one stream. */
export class FileNames {
  private readonly pattern: RegExp;

  /** @param prefix - what all begin with; a plain name. */
  constructor(private readonly prefix: string) {
    const plain = prefix.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    this.pattern = new RegExp(`^${plain}-(header-)?(\\d{1,15})(?:\\.(\\d{1,6}))?\\.(ts|m4s|mp4)$`);
  }

  segment(number: number, extension: SegmentStart['extension']): string {
    return `${this.prefix}-${String(number)}.${extension}`;
  }

  /** @param part - counted from 0 in its segment. */
  part(number: number, part: number, extension: SegmentStart['extension']): string {
    return `${this.prefix}-${String(number)}.${String(part)}.${extension}`;
  }

  /** Header that is used from a segment on. */
  header(number: number): string {
    return `${this.prefix}-header-${String(number)}.mp4`;
  }

  /** What a name stands for, whether that exists or not; undefined when it is none of these names. */
  read(name: string): Named | undefined {
    const [, header, digits, part, extension] = this.pattern.exec(name) ?? [];
    if (digits === undefined || (extension === 'mp4') !== (header !== undefined)) return undefined;
    const number = Number(digits);
    if (header !== undefined) return part === undefined ? { kind: 'header', number } : undefined;
    return part === undefined ? { kind: 'segment', number } : { kind: 'part', number, part: Number(part) };
  }
}
