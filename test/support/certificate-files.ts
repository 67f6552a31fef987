import { mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

/** A certificate and its key in files, for localhost, as tls-certificate and tls-key take them. */
export interface CertificateFiles {
  readonly folder: string;
  readonly 'tls-certificate': string;
  readonly 'tls-key': string;
  /** Puts another pair into the files, as a renewal does. */
  renew(name: string, days?: number): Promise<void>;
}

/** Makes a certificate whose subject has this common name. The caller removes `folder`. */
export async function certificateFiles(name: string): Promise<CertificateFiles> {
  const folder = mkdtempSync(join(tmpdir(), 'flumotion-certificate-'));
  const files = { 'tls-certificate': join(folder, 'cert.pem'), 'tls-key': join(folder, 'key.pem') };
  const renew = async (value: string, days = 365): Promise<void> => {
    const notAfterDate = new Date(Date.now() + days * 24 * 3600 * 1000);
    const made = await generate([{ name: 'commonName', value }], {
      keyType: 'ec',
      algorithm: 'sha256',
      notAfterDate,
      extensions: [
        {
          name: 'subjectAltName',
          altNames: [
            { type: 2, value: 'localhost' },
            { type: 7, ip: '127.0.0.1' },
          ],
        },
      ],
    });
    writeFileSync(join(folder, 'new'), made.private);
    renameSync(join(folder, 'new'), files['tls-key']);
    writeFileSync(join(folder, 'new'), made.cert);
    renameSync(join(folder, 'new'), files['tls-certificate']);
  };
  await renew(name);
  return { folder, ...files, renew };
}
