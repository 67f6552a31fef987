/**
 * The table of the types of Flumotion 0.10 in docs/reference/parity.md: what brings each today, and what proves it.
 */
const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const ORIGINAL = require('./original-types.json');

const BEGIN = '<!-- parity -->';
const END = '<!-- /parity -->';
/** Most tests named for one type. */
const MAX_TESTS = 2;

/** By type: the package that lists it in its manifest, and the package's folder under `plugins/`. */
function brought(root) {
  const found = new Map();
  for (const folder of readdirSync(join(root, 'plugins')).sort()) {
    const file = join(root, 'plugins', folder, 'package.json');
    if (!existsSync(file)) continue;
    const { name, flumotion = {} } = JSON.parse(readFileSync(file, 'utf8'));
    for (const type of [...(flumotion.components ?? []), ...(flumotion.plugs ?? [])])
      if (!found.has(type)) found.set(type, { name, folder });
  }
  return found;
}

/** Test files of a package that name the type, those on real GStreamer first; all its tests when none does. */
function testsOf(root, folder, type, alone) {
  const below = `plugins/${folder}/test`;
  const files = existsSync(join(root, below))
    ? readdirSync(join(root, below))
        .filter((file) => file.endsWith('.test.ts'))
        .sort()
    : [];
  const naming = files.filter(
    (file) => file.startsWith(`${type}.`) || readFileSync(join(root, below, file), 'utf8').includes(type),
  );
  const chosen = naming.length > 0 && !alone ? naming : files;
  const onGst = (file) => (file.endsWith('.gst.test.ts') ? 0 : 1);
  return chosen
    .sort((a, b) => onGst(a) - onGst(b))
    .slice(0, MAX_TESTS)
    .map((file) => `${below}/${file}`);
}

/** One entry a type of the original: `package` and `tests`, or `retired`, or neither while it is planned. */
exports.parity = (root, retired) => {
  const found = brought(root);
  const size = new Map();
  for (const { folder } of found.values()) size.set(folder, (size.get(folder) ?? 0) + 1);
  const entry = (type) => {
    const there = found.get(type);
    if (there) {
      const tests = testsOf(root, there.folder, type, size.get(there.folder) === 1);
      return { type, package: there.name, folder: there.folder, tests };
    }
    return Object.hasOwn(retired, type) ? { type, retired: retired[type] } : { type };
  };
  return { components: ORIGINAL.components.map(entry), plugs: ORIGINAL.plugs.map(entry) };
};

function row({ type, package: name, folder, tests, retired }) {
  const link = (file) => `[${file.split('/').pop()}](../../${file})`;
  if (name) return `| \`${type}\` | [${name}](../../plugins/${folder}) | ${tests.map(link).join(', ')} |`;
  if (retired) return `| \`${type}\` | retired | It ${retired.why}. Instead: ${retired.instead}. |`;
  return `| \`${type}\` | planned | |`;
}

function table(title, entries) {
  return [
    `| ${title} | Package | Tested by, or why it is gone |`,
    '| --- | --- | --- |',
    ...entries.map(row),
  ];
}

/** The page with its tables brought up to date. */
exports.withParityTable = (page, root, retired) => {
  const begin = page.indexOf(`${BEGIN}\n`);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`the page lacks the lines ${BEGIN} and ${END}`);
  const { components, plugs } = exports.parity(root, retired);
  const tables = [...table('Component', components), '', ...table('Plug', plugs)].join('\n');
  return `${page.slice(0, begin)}${BEGIN}\n\n${tables}\n\n${page.slice(end)}`;
};
