/**
 * The table of the properties of Flumotion 0.10 in docs/reference/parity.md that are gone or mean something else.
 */
const ORIGINAL = require('./original-properties.json');
const CHANGED = require('./changed-properties.json');

const BEGIN = '<!-- properties-of-old -->';
const END = '<!-- /properties-of-old -->';

/** A declaration by its name, `compound/part` for a part of a compound. */
function declared(properties, name) {
  const [outer, inner] = name.split('/');
  const found = properties?.[outer];
  return inner === undefined ? found : found?.properties?.[inner];
}

/**
 * One entry a property of the original: what it was, its declaration today (undefined when it is unknown), and what is
 * to be said of it. Properties of retired types are left out: the types are refused whole.
 * @param propertiesOf declarations of a type, undefined when there is no such type.
 */
exports.oldProperties = (propertiesOf) =>
  Object.entries(ORIGINAL).flatMap(([type, old]) => {
    const properties = propertiesOf(type);
    if (!properties) return [];
    return Object.entries(old).map(([name, was]) => {
      const spec = declared(properties, name);
      const [, kind, flags, value] = /^(\w+)((?: multiple| live)*)(?: = (.*))?$/.exec(was);
      const before = {
        kind,
        multiple: flags.includes('multiple'),
        live: flags.includes('live'),
        default: value,
      };
      return { type, name, before, spec, note: CHANGED[`${type}/${name}`] };
    });
  });

/** The keys of what is told of changed properties, for a test. */
exports.changedProperties = Object.keys(CHANGED);

function sentence(text) {
  // Not a name, such as that of a property: those are written as they are.
  const first = /^[a-z]+ /.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return first.endsWith('.') ? first : `${first}.`;
}

/** The page with its table of properties brought up to date. */
exports.withPropertyTable = (page, propertiesOf) => {
  const begin = page.indexOf(`${BEGIN}\n`);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`the page lacks the lines ${BEGIN} and ${END}`);
  const rows = exports.oldProperties(propertiesOf).flatMap(({ type, name, spec, note }) => {
    const cells = (what, text) => [`| \`${type}\` | \`${name}\` | ${what} | ${sentence(text)} |`];
    if (spec?.retired !== undefined) return cells('no meaning, a warning', spec.retired);
    return note === undefined ? [] : cells('works, otherwise', note);
  });
  const table = ['| Type | Property | Today | What became of it |', '| --- | --- | --- | --- |', ...rows];
  return `${page.slice(0, begin)}${BEGIN}\n\n${table.join('\n')}\n\n${page.slice(end)}`;
};
