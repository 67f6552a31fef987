/**
 * Reads an OpenAPI document of the manager from standard input and prints its types for the pages of the web admin.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const HEAD = `/*
 * What the manager's API takes and answers: made from its own description by \`npm run docs:update\`. Do not edit.
 */
`;

/** What is kept of what the generator makes. */
const KEPT = ['components', 'operations'];

/** Of an operation, what the pages need: what it answers when all is well. */
function slim({ operationId, responses }) {
  const good = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  return { operationId, responses: Object.fromEntries(good) };
}

/** TypeScript for an OpenAPI document. */
export async function apiTypes(document) {
  const paths = Object.entries(document.paths).map(([path, methods]) => [
    path,
    Object.fromEntries(Object.entries(methods).map(([method, operation]) => [method, slim(operation)])),
  ]);
  const slimmed = { ...document, paths: Object.fromEntries(paths) };
  const nodes = await openapiTS(slimmed, { immutable: true, silent: true });
  return HEAD + astToString(nodes.filter(({ name }) => KEPT.includes(name?.text)));
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  process.stdout.write(await apiTypes(JSON.parse(readFileSync(0, 'utf8'))));
