import { createHash } from 'node:crypto';
import type { OpenApiDocument, DescribedOperation } from './openapi';

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 60rem; margin: 0 auto; padding: 1rem; overflow-wrap: anywhere }
a { color: #1a4fb4 }
@media (prefers-color-scheme: dark) {
  body { background: #16181c; color: #e8eaed }
  a { color: #9ec1ff }
}
h2 { margin-top: 2rem }
details { border: 1px solid #8886; border-radius: 6px; margin: .5rem 0; padding: .5rem .75rem }
summary { cursor: pointer }
summary b { display: inline-block; min-width: 4.5rem }
summary span { float: right; opacity: .75 }
code, pre { font: 14px/1.45 ui-monospace, monospace }
pre { overflow: auto; padding: .5rem; background: #8881; border-radius: 4px }
table { border-collapse: collapse; width: 100% }
details { overflow-x: auto }
th, td { border-bottom: 1px solid #8886; padding: .25rem .5rem; text-align: left; vertical-align: top }
`;

/** What a content security policy must allow for the style of the page. */
export const STYLE_SOURCE = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

/** A page of the operations, without scripts. */
export function docsPage(document: OpenApiDocument): string {
  const { info, tags, paths, components } = document;
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({ method, path, described })),
  );
  const groups = tags.map(({ name, description }) => {
    const own = all.filter(({ described }) => described.tags.includes(name));
    return `<h2 id="${text(name)}">${text(description)}</h2>\n${own.map(operationHtml).join('\n')}`;
  });
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) =>
      `<details id="schema-${text(name)}"><summary><code>${text(name)}</code></summary>${json(schema)}</details>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(info.title)} API</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${text(info.title)} ${text(info.version)}: API</h1>
<p>${text(info.description)}</p>
<p>The same for programs: <a href="/api/openapi.json">/api/openapi.json</a> (OpenAPI ${text(document.openapi)}).</p>
${groups.join('\n')}
<h2>Schemas</h2>
${schemas.join('\n')}
</body>
</html>
`;
}

interface Shown {
  readonly method: string;
  readonly path: string;
  readonly described: DescribedOperation;
}

function operationHtml({ method, path, described }: Shown): string {
  const { operationId, summary, description, parameters = [], requestBody, responses } = described;
  const rows = parameters.map(
    (one) =>
      `<tr><td><code>${text(one.name)}</code></td><td>${text(one.in)}${one.required ? ', required' : ''}</td><td>${text(one.description ?? '')}</td></tr>`,
  );
  const answers = Object.entries(responses).map(
    ([status, answer]) =>
      `<tr><td>${text(status)}</td><td>${text(answer.description)}</td><td>${contentHtml(answer.content)}</td></tr>`,
  );
  return `<details id="${text(operationId)}">
<summary><b>${text(method.toUpperCase())}</b> <code>/api${text(path)}</code> <span>${text(described['x-role'])}</span><br>${text(summary)}</summary>
<p>${text(description)}</p>
${rows.length === 0 ? '' : `<table><tr><th>Parameter</th><th>In</th><th>Meaning</th></tr>${rows.join('')}</table>`}
${requestBody ? `<h4>Body</h4>${contentHtml(requestBody.content)}` : ''}
<table><tr><th>Status</th><th>Meaning</th><th>Body</th></tr>${answers.join('')}</table>
</details>`;
}

function contentHtml(content: DescribedOperation['responses'][string]['content'] = {}): string {
  return Object.entries(content)
    .map(([media, { schema }]) => `<div><code>${text(media)}</code>${schema ? schemaHtml(schema) : ''}</div>`)
    .join('');
}

/** A schema that has a name is a link to it. */
function schemaHtml(schema: Readonly<Record<string, unknown>>): string {
  const name = typeof schema['$ref'] === 'string' ? (schema['$ref'].split('/').at(-1) ?? '') : '';
  return name === '' ? json(schema) : ` <a href="#schema-${text(name)}">${text(name)}</a>`;
}

function json(value: unknown): string {
  return `<pre>${text(JSON.stringify(value, null, 2))}</pre>`;
}

function text(value: string): string {
  return value.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
