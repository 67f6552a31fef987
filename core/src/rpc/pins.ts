import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { sync as writeFileAtomic } from 'write-file-atomic';
import { errorText, FlumotionError } from '../errors';

/** The fingerprints of managers as learnt on first contact: a file of lines `host:port fingerprint`, mode 0600. */
export class Pins {
  /** @param file its absolute path; made when the first fingerprint is learnt. */
  constructor(private readonly file: string) {}

  /**
   * Compares a manager's fingerprint with the one known, or learns it.
   * @param fingerprint SHA-256 of the certificate, hex.
   * @returns whether it was learnt just now.
   * @throws FlumotionError `fingerprint-changed` when another one is known, `pins-unusable` when the file cannot be used.
   */
  check(host: string, port: number, fingerprint: string): boolean {
    const place = `${host}:${port}`;
    const known = this.read();
    const before = known.get(place);
    if (before === fingerprint) return false;
    if (before !== undefined)
      throw FlumotionError.of('fingerprint-changed', {
        manager: place,
        fingerprint,
        before,
        file: this.file,
      });
    known.set(place, fingerprint);
    this.write(known);
    return true;
  }

  /** The fingerprint that is known of a manager, hex. @throws FlumotionError `pins-unusable`. */
  known(host: string, port: number): string | undefined {
    return this.read().get(`${host}:${port}`);
  }

  private read(): Map<string, string> {
    let text: string;
    try {
      text = readFileSync(this.file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
      throw this.unusable(error);
    }
    const lines = text.split('\n').map((line) => /^(\S+) ([0-9a-f]{64})$/.exec(line.trim()));
    return new Map(lines.flatMap((match) => (match?.[1] && match[2] ? [[match[1], match[2]]] : [])));
  }

  private write(pins: ReadonlyMap<string, string>): void {
    try {
      mkdirSync(dirname(this.file), { recursive: true, mode: 0o700 });
      const lines = [...pins].map(([place, fingerprint]) => `${place} ${fingerprint}\n`);
      writeFileAtomic(this.file, lines.join(''), { mode: 0o600 });
    } catch (error) {
      throw this.unusable(error);
    }
  }

  private unusable(error: unknown): FlumotionError {
    return FlumotionError.of('pins-unusable', { file: this.file, reason: errorText(error) });
  }
}
