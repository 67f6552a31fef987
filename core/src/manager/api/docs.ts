import { z } from 'zod';
import { docsPage, STYLE_SOURCE } from './docs-page';
import { openApi, type OpenApiDocument } from './openapi';
import { operation } from './operation';
import type { Services } from './services';

/** The API's own description. */
export const docsOperations = [
  operation({
    id: 'getOpenApi',
    method: 'get',
    path: '/openapi.json',
    role: 'viewer',
    tag: 'docs',
    summary: 'this API as an OpenAPI 3.1 document',
    answer: z.looseObject({ openapi: z.string() }),
    errors: [],
    run: (_, services) => described(services),
  }),
  operation({
    id: 'getDocs',
    method: 'get',
    path: '/docs',
    role: 'viewer',
    tag: 'docs',
    summary: 'the same as a page to read',
    answer: { media: 'text/html', description: 'A page without scripts.' },
    errors: [],
    run: ({ reply }, services) => {
      const policy = `default-src 'none'; style-src ${STYLE_SOURCE}; base-uri 'none'; frame-ancestors 'none'`;
      reply.header('Content-Security-Policy', policy);
      return docsPage(described(services));
    },
  }),
];

/** It takes some time to make, and stays the same. */
const documents = new WeakMap<Services, OpenApiDocument>();

function described(services: Services): OpenApiDocument {
  const known = documents.get(services) ?? openApi(services.operations, services.gatekeeper);
  documents.set(services, known);
  return known;
}
