import { X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import type { Message } from '@flumotion/core/plugin';

/** Milliseconds between two looks at the files. */
const LOOK = 5000;
const DAY = 24 * 60 * 60 * 1000;
/** A certificate that ends within so many milliseconds is worth a message. */
const SOON = 14 * DAY;

/** What keeping a certificate needs of a component's context. */
export interface CertificateHost {
  message(message: Message): void;
  clear(id: string): void;
  readonly log: { info(text: string): void };
}

/** A certificate and its key in two files that somebody may replace while the component runs, as certbot does. */
export class Certificate {
  private seen = '';
  private timer: NodeJS.Timeout | undefined;
  private looking = false;

  /** @param onChange - given each valid pair that is read after the first. */
  constructor(
    private readonly files: { readonly certificate: string; readonly key: string },
    private readonly host: CertificateHost,
    private readonly onChange: (pair: SecureContextOptions) => void,
  ) {}

  /**
   * Reads the pair, and again whenever a file changes until `close`. A changed pair that is not valid is shown as a
   * message and the old one stays.
   * @throws Error when the files cannot be read or do not belong together.
   */
  async open(): Promise<SecureContextOptions> {
    this.seen = await this.mark();
    const pair = await this.read();
    this.timer = setInterval(() => void this.look(), LOOK);
    return pair;
  }

  /** Looks at the files no more. */
  close(): void {
    clearInterval(this.timer);
  }

  /** Looks at the files once, as happens every 5 s. */
  async look(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    try {
      const mark = await this.mark();
      if (mark === this.seen) return;
      const pair = await this.read();
      this.seen = mark;
      this.host.clear('certificate');
      this.onChange(pair);
      this.host.log.info(`took the changed certificate ${this.files.certificate}`);
    } catch (error) {
      this.host.message({
        level: 'warning',
        id: 'certificate',
        text: `the changed certificate cannot be used: ${error instanceof Error ? error.message : String(error)}`,
        advice:
          'The one before stays in use. Mend the files tls-certificate and tls-key; they are read again within 5 s.',
      });
    } finally {
      this.looking = false;
    }
  }

  private async mark(): Promise<string> {
    const stats = await Promise.all([stat(this.files.certificate), stat(this.files.key)]);
    return stats.map(({ ino, size, mtimeMs }) => `${ino} ${size} ${mtimeMs}`).join(', ');
  }

  private async read(): Promise<SecureContextOptions> {
    const [cert, key] = await Promise.all([readFile(this.files.certificate), readFile(this.files.key)]);
    createSecureContext({ cert, key });
    const { validTo } = new X509Certificate(cert);
    const left = Date.parse(validTo) - Date.now();
    if (left > SOON) this.host.clear('certificate-ends');
    else
      this.host.message({
        level: 'warning',
        id: 'certificate-ends',
        text: `the certificate ${this.files.certificate} ${left > 0 ? 'ends' : 'ended'} on ${validTo}`,
        advice: 'Renew it; the changed file is taken within 5 s and nobody is disconnected.',
      });
    return { cert, key };
  }
}
