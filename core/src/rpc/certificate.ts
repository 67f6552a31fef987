import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { sync as writeFileAtomic } from 'write-file-atomic';

/** A TLS identity: PEM texts and the fingerprint by which others know it (SHA-256 of the certificate, hex). */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
  readonly fingerprint: string;
}

const YEARS = 20;

/** Names and addresses that a certificate is for, beside its common name. */
export interface AlternativeNames {
  readonly hosts: readonly string[];
  readonly addresses: readonly string[];
}

/** Types of names in a certificate, by X.509. */
const DNS_NAME = 2;
const IP_ADDRESS = 7;

/**
 * Reads the certificate and key in a PEM file, or makes a self-signed pair there (mode 0600) when there is no file.
 * @param names put into a certificate that is made.
 * @throws Error when the file cannot be read or written or holds something else.
 */
export async function ownCertificate(
  file: string,
  commonName: string,
  names?: AlternativeNames,
): Promise<Certificate> {
  const text = readIfThere(file) ?? (await make(file, commonName, names));
  return parseCertificate(text);
}

/** Takes certificate and key out of a PEM text. @throws Error when one of them is absent or unreadable. */
export function parseCertificate(pem: string): Certificate {
  const cert = /-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/.exec(pem)?.[0];
  const key = /-----BEGIN ([A-Z ]*)PRIVATE KEY-----[^]*?-----END \1PRIVATE KEY-----/.exec(pem)?.[0];
  if (cert === undefined || key === undefined)
    throw new Error('expected a PEM file with a CERTIFICATE and a PRIVATE KEY');
  const { raw } = new X509Certificate(cert);
  return { cert, key, fingerprint: createHash('sha256').update(raw).digest('hex') };
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function make(file: string, commonName: string, names?: AlternativeNames): Promise<string> {
  // Loaded only the one time it is needed: it is larger than all the rest.
  const { generate } = await import('selfsigned');
  const notAfterDate = new Date();
  notAfterDate.setFullYear(notAfterDate.getFullYear() + YEARS);
  const made = await generate([{ name: 'commonName', value: commonName }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate,
    ...(names ? { extensions: [{ name: 'subjectAltName', altNames: altNames(names) }] } : {}),
  });
  const text = `${made.cert.trim()}\n${made.private.trim()}\n`;
  writeFileAtomic(file, text, { mode: 0o600 });
  return text;
}

function altNames({
  hosts,
  addresses,
}: AlternativeNames): ({ type: 2; value: string } | { type: 7; ip: string })[] {
  return [
    ...hosts.map((value) => ({ type: DNS_NAME, value }) as const),
    ...addresses.map((ip) => ({ type: IP_ADDRESS, ip }) as const),
  ];
}
