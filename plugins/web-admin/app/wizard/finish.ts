import { call, callTagged, pathOf } from '../api/client';
import type { Plan } from './offer';

/**
 * Does as planned, in one change: all of it or nothing. What is added to flows that exist is added to what they were when it
 * was planned; where somebody has changed them since, nothing happens.
 * @throws ApiError with status 412 in that case.
 */
export async function carryOut({ xml, flows, atmosphere, tags }: Plan): Promise<void> {
  if (!flows.some(({ exists }) => exists)) {
    await call('POST', '/flows', { body: xml });
    return;
  }
  const outside = atmosphere.length > 0 ? [{ name: 'atmosphere', components: atmosphere }] : [];
  const changed = await Promise.all(
    [...outside, ...flows].map(async ({ name, components }) => {
      const { data } = await callTagged<{ components: readonly object[] }>('GET', pathOf`/flows/${name}`);
      return { name, etag: tags[name] ?? '', components: [...data.components, ...components] };
    }),
  );
  await call('PUT', '/flows', { body: { flows: changed } });
}

/** Where the page is that plays a stream, of the URL that its component tells; undefined for what is no URL of HTTP. */
export function playerPage(url: unknown, host: string | undefined): string | undefined {
  const page = urlAt(url, host);
  if (!page) return undefined;
  page.pathname = page.pathname.endsWith('/') ? `${page.pathname}index.html` : `${page.pathname}.html`;
  return page.href;
}

/** Where a file is that a server of files serves below the URL that it tells. @param name - without folders; none for the URL itself. */
export function fileUrl(url: unknown, host: string | undefined, name?: string): string | undefined {
  const base = urlAt(url, host);
  if (!base || name === undefined) return base?.href;
  base.pathname = `${base.pathname.replace(/\/$/, '')}/${encodeURIComponent(name)}`;
  return base.href;
}

/**
 * Whether browsers refuse to show something in these pages: they are encrypted and it is not. What comes from the machine of the
 * browser is let in.
 * @param protocol - of these pages, as `https:`.
 */
export function isRefused(url: string, protocol: string): boolean {
  const { protocol: own, hostname } = new URL(url);
  const isHere = /^(?:(?:.+\.)?localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname);
  return protocol === 'https:' && own === 'http:' && !isHere;
}

function urlAt(url: unknown, host: string | undefined): URL | undefined {
  if (typeof url !== 'string' || !URL.canParse(url)) return undefined;
  const place = new URL(url);
  if (place.protocol !== 'http:' && place.protocol !== 'https:') return undefined;
  if (host !== undefined) place.hostname = host;
  return place;
}
