import { call, pathOf } from '../api/client';
import type { Plan } from './offer';

/**
 * Does as planned. New flows come in one step, whole or not at all; what is added to a flow that exists comes component by
 * component, each after those it eats of.
 * @throws ApiError
 */
export async function carryOut({ xml, flows, atmosphere }: Plan): Promise<void> {
  if (!flows.some(({ exists }) => exists)) {
    await call('POST', '/flows', { body: xml });
    return;
  }
  for (const body of atmosphere) await call('POST', pathOf`/flows/${'atmosphere'}/components`, { body });
  for (const { name, components } of flows)
    for (const body of components) await call('POST', pathOf`/flows/${name}/components`, { body });
}

/** Where the page is that plays a stream, of the URL that its component tells; undefined for what is no URL of HTTP. */
export function playerPage(url: unknown, host: string | undefined): string | undefined {
  if (typeof url !== 'string' || !URL.canParse(url)) return undefined;
  const page = new URL(url);
  if (page.protocol !== 'http:' && page.protocol !== 'https:') return undefined;
  if (host !== undefined) page.hostname = host;
  page.pathname = page.pathname.endsWith('/') ? `${page.pathname}index.html` : `${page.pathname}.html`;
  return page.href;
}
