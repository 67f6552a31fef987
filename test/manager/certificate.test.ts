import { X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownIdentity, readIdentity } from '../../core/src/manager/certificate';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'flumotion-certificate-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

it('is made once, private, for this machine', async () => {
  const made = await ownIdentity(join(dir, 'state'));
  const file = join(dir, 'state', 'manager.pem');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const certificate = new X509Certificate(made.cert);
  expect(certificate.checkHost('localhost')).toBe('localhost');
  expect(certificate.subjectAltName).toContain(hostname());
  expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(certificate.fingerprint256.replaceAll(':', '').toLowerCase()).toBe(made.fingerprint);
  await expect(ownIdentity(join(dir, 'state'))).resolves.toEqual(made);
});

it('is read with what leads to its issuer', async () => {
  const own = await ownIdentity(join(dir, 'a'));
  const issuer = await ownIdentity(join(dir, 'b'));
  const file = join(dir, 'chain.pem');
  writeFileSync(file, `${own.key}\n${own.cert}\n${issuer.cert}\n`);
  const read = await readIdentity(file);
  expect(read.fingerprint).toBe(own.fingerprint);
  expect(read.cert.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
});

it.each([
  ['nothing', '', 'expected a PEM file'],
  ['no key', 'CERT', 'expected a PEM file'],
  ['the key of another', 'CERT-KEY', 'its key is of another certificate'],
])('is refused with %s in the file', async (_, content, reason) => {
  const one = await ownIdentity(join(dir, 'a'));
  const other = await ownIdentity(join(dir, 'b'));
  const file = join(dir, 'x.pem');
  const texts: Record<string, string> = { '': '', CERT: one.cert, 'CERT-KEY': `${one.cert}\n${other.key}` };
  writeFileSync(file, texts[content] ?? '');
  await expect(readIdentity(file)).rejects.toMatchObject({
    code: 'certificate-unusable',
    message: expect.stringContaining(reason),
  });
});

it('that was damaged is not replaced', async () => {
  await ownIdentity(dir);
  const file = join(dir, 'manager.pem');
  writeFileSync(file, 'damaged');
  await expect(ownIdentity(dir)).rejects.toMatchObject({ code: 'certificate-unusable' });
  expect(readFileSync(file, 'utf8')).toBe('damaged');
});
