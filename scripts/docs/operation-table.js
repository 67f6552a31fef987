const BEGIN = '<!-- operations -->';
const END = '<!-- /operations -->';

const WHO = { anybody: 'everybody', viewer: 'viewer', operator: 'operator', admin: 'admin' };

/** A path as the manual writes it: `/api/components/FLOW/NAME`. */
function place(path) {
  return `/api${path.replace(/\{(\w+)\}/g, (_, name) => name.toUpperCase())}`;
}

function table(operations) {
  const cell = (text) => text.replaceAll('|', '\\|');
  const rows = operations.map(
    ({ method, path, role, summary }) =>
      `| \`${method.toUpperCase()} ${place(path)}\` | ${WHO[role]} | ${cell(summary)} |`,
  );
  return ['| Request | Who | Does |', '| --- | --- | --- |', ...rows].join('\n');
}

/**
 * The page with its tables of operations brought up to date.
 * @param tags - groups of operations, and what each is about.
 */
exports.withOperationTables = (page, operations, tags) => {
  const begin = page.indexOf(`${BEGIN}\n`);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`the page lacks the lines ${BEGIN} and ${END}`);
  const groups = Object.entries(tags).map(
    ([tag, about]) => `### ${about}\n\n${table(operations.filter((one) => one.tag === tag))}`,
  );
  return `${page.slice(0, begin)}${BEGIN}\n\n${groups.join('\n\n')}\n\n${page.slice(end)}`;
};
