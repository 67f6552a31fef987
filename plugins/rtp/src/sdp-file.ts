import { rename, writeFile } from 'node:fs/promises';
import type { Context } from '@flumotion/core/plugin';

/** The file that tells players of the stream: there is always a whole one, never a part of it. */
export class SdpFile {
  private written: string | undefined;
  private writing: Promise<void> = Promise.resolve();

  constructor(
    private readonly path: string,
    private readonly context: Pick<Context, 'message' | 'clear'>,
  ) {}

  /** Puts a text into the file, unless it is there already. */
  write(text: string): void {
    if (text === this.written) return;
    this.written = text;
    this.writing = this.writing.then(() => this.put(text));
  }

  /** What was to be written is in the file. */
  done(): Promise<void> {
    return this.writing;
  }

  private async put(text: string): Promise<void> {
    const part = `${this.path}.part`;
    try {
      await writeFile(part, text);
      await rename(part, this.path);
      this.context.clear('sdp-file');
    } catch (error) {
      this.written = undefined;
      const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
      this.context.message({
        level: 'warning',
        id: 'sdp-file',
        text: `the SDP cannot be written to ${this.path} (${code})`,
        advice: 'Check sdp-file: its folder must exist, and the user of the worker may write there.',
      });
    }
  }
}
