import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { errorText, FlumotionError } from '../errors';
import { ownCertificate, parseCertificate, type Certificate } from '../rpc/certificate';

/** Longest common name that X.509 allows. */
const MAX_COMMON_NAME = 64;

/**
 * Reads a PEM file that holds a certificate, with what leads to its issuer, and its key.
 * @throws FlumotionError `certificate-unusable`.
 */
export async function readIdentity(file: string): Promise<Certificate> {
  try {
    const pem = await readFile(file, 'utf8');
    const { cert, key, fingerprint } = parseCertificate(pem);
    if (!new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) {
      throw new Error('its key is of another certificate');
    }
    const chain = pem.match(/-----BEGIN CERTIFICATE-----[^]*?-----END CERTIFICATE-----/g) ?? [cert];
    return { cert: chain.join('\n'), key, fingerprint };
  } catch (error) {
    throw FlumotionError.of('certificate-unusable', { file, reason: errorText(error) }, { cause: error });
  }
}

/**
 * The certificate of a manager that was given none: made on first start, kept in the state folder, mode 0600.
 * @throws FlumotionError `state-unwritable`, `certificate-unusable`.
 */
export async function ownIdentity(stateDir: string): Promise<Certificate> {
  const file = join(stateDir, 'manager.pem');
  const host = hostname();
  const here = Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? []).map(({ address }) => address.replace(/%.*$/, '')),
  );
  try {
    await mkdir(stateDir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw FlumotionError.of('state-unwritable', { file, reason: errorText(error) }, { cause: error });
  }
  try {
    return await ownCertificate(file, host.slice(0, MAX_COMMON_NAME), {
      hosts: [...new Set(['localhost', host])],
      addresses: [...new Set(['127.0.0.1', '::1', ...here])],
    });
  } catch (error) {
    throw FlumotionError.of('certificate-unusable', { file, reason: errorText(error) }, { cause: error });
  }
}
