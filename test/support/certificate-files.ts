import { execFileSync } from 'node:child_process';
import { mkdtempSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A certificate and its key in files, for localhost, as tls-certificate and tls-key take them. */
export interface CertificateFiles {
  readonly folder: string;
  readonly 'tls-certificate': string;
  readonly 'tls-key': string;
  /** Puts another pair into the files, as a renewal does. */
  renew(name: string, days?: number): void;
}

/** Makes a certificate whose subject has this common name. The caller removes `folder`. */
export function certificateFiles(name: string): CertificateFiles {
  const folder = mkdtempSync(join(tmpdir(), 'flumotion-certificate-'));
  const files = { 'tls-certificate': join(folder, 'cert.pem'), 'tls-key': join(folder, 'key.pem') };
  const renew = (common: string, days = 365): void => {
    const fresh = [join(folder, 'new-key.pem'), join(folder, 'new-cert.pem')] as const;
    const what = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
    const who = [
      '-days',
      String(days),
      '-subj',
      `/CN=${common}`,
      '-addext',
      'subjectAltName=DNS:localhost,IP:127.0.0.1',
    ];
    execFileSync('openssl', ['req', ...what, ...who, '-keyout', fresh[0], '-out', fresh[1]], {
      stdio: 'ignore',
    });
    renameSync(fresh[0], files['tls-key']);
    renameSync(fresh[1], files['tls-certificate']);
  };
  renew(name);
  return { folder, ...files, renew };
}
