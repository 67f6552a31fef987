const BEGIN = '<!-- errors -->';
const END = '<!-- /errors -->';

/** The table of errors in Markdown, one row a code, in alphabetical order. */
function errorTable(errors) {
  const cell = (text) => text.replaceAll('|', '\\|').replace(/\{(\w+)\}/g, '*$1*');
  const rows = Object.entries(errors)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([code, { text, fault, status, exit }]) =>
        `| \`${code}\` | ${cell(text)} | ${fault} | ${status} | ${exit} |`,
    );
  return ['| Code | Message | Fault | HTTP | Exit |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}

/** The page with its table brought up to date. */
exports.withErrorTable = (page, errors) => {
  const begin = page.indexOf(`${BEGIN}\n`);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`the page lacks the lines ${BEGIN} and ${END}`);
  return `${page.slice(0, begin)}${BEGIN}\n\n${errorTable(errors)}\n\n${page.slice(end)}`;
};
