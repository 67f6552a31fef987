import type { Judgement, Keycard, PlugBase, Verdict } from '@flumotion/core/plugin';
import type { Properties } from './declaration';
import { judgeGrant } from './grant';
import { readToken, SHORTEST_JWT_SECRET } from './jwt';
import { FileKeys, ServerKeys, type Keys } from './keys';
import { isSigned, SHORTEST_SECRET, signedGrant } from './signed-url';

type Context = PlugBase<Properties>;

/** Judges by signed URLs and tokens. What both the bouncer and the plug do; a test gives a clock of its own. */
export function judgeTokens(now: () => number = Date.now): Judgement<Properties> {
  const keyring = new WeakMap<object, Keys>();

  async function judge(context: Context, keycard: Keycard): Promise<Verdict> {
    const { properties } = context;
    const rules = { tolerance: properties['clock-tolerance'], stays: properties['stay-after-expiry'] };
    if (properties['url-secret'].length > 0 && isSigned(keycard)) {
      const grant = signedGrant(keycard, properties['url-secret']);
      if (!grant) return { admitted: false, reason: 'the signature of the URL is not valid' };
      return judgeGrant('URL', grant, keycard, rules, now());
    }
    const keys = keyring.get(context);
    const secrets = properties['jwt-secret'];
    if (!keys && secrets.length === 0) return { admitted: false, reason: 'a signed URL is needed' };
    if (keycard.token === undefined) return { admitted: false, reason: 'a token or a signed URL is needed' };
    const { issuer, audience } = properties;
    const read = await readToken(
      keycard.token,
      { secrets, keys, issuer, audience, tolerance: rules.tolerance },
      now(),
    );
    if (typeof read === 'string') return { admitted: false, reason: read };
    return judgeGrant('token', read, keycard, rules, now());
  }

  async function openKeys(context: Context): Promise<void> {
    const { 'jwks-file': file, 'jwks-url': url, 'jwks-refresh': refresh } = context.properties;
    keyring.get(context)?.close();
    keyring.delete(context);
    if (file === undefined && url === undefined) return;
    const keys =
      file === undefined ? new ServerKeys(context, url ?? '', refresh * 1000) : new FileKeys(context, file);
    keyring.set(context, keys);
    await keys.open();
  }

  return {
    check: complaintOf,

    start: openKeys,

    async changed(context, name) {
      // Everything else is read at each keycard.
      if (name.startsWith('jwks-')) await openKeys(context);
    },

    stop(context) {
      keyring.get(context)?.close();
    },

    async authenticate(context, keycard) {
      const verdict = await judge(context, keycard);
      context.count(verdict.admitted ? 'admitted' : 'refused');
      return verdict;
    },
  };
}

function complaintOf(properties: Properties): string | undefined {
  const { 'jwks-file': file, 'jwks-url': url } = properties;
  const short = (name: 'url-secret' | 'jwt-secret', shortest: number): string | undefined =>
    properties[name].some((secret) => Buffer.byteLength(secret) < shortest)
      ? `${name} has less than ${shortest} bytes; make one with: openssl rand -base64 ${shortest}`
      : undefined;
  if (file !== undefined && url !== undefined) return 'give either jwks-file or jwks-url';
  if (properties['url-secret'].length + properties['jwt-secret'].length === 0 && !file && !url)
    return 'give url-secret, jwt-secret, jwks-file or jwks-url: without a key nobody is admitted';
  if (url !== undefined && !isTrusted(url))
    return `jwks-url ${JSON.stringify(url)} is no https URL; whoever changes the keys on their way lets himself in`;
  return short('url-secret', SHORTEST_SECRET) ?? short('jwt-secret', SHORTEST_JWT_SECRET);
}

/** Whether what comes from a URL cannot be changed on its way. */
function isTrusted(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return (
    protocol === 'https:' || (protocol === 'http:' && /^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname))
  );
}
