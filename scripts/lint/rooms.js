/**
 * An ESLint rule that keeps every import within the rooms of the architecture. The rooms are data, handed in as the
 * rule's option (see boundaries.js); a file belongs to the first room whose `files` match it.
 */
const { existsSync, readFileSync } = require('node:fs');
const { isBuiltin } = require('node:module');
const path = require('node:path');

const ROOT = path.resolve(__dirname, '../..');

const packages = new Map();

/** Names that the package a file belongs to may import: itself and its stated dependencies. */
function statedBy(folder) {
  if (!packages.has(folder)) packages.set(folder, readStated(folder));
  return packages.get(folder);
}

function readStated(folder) {
  const file = path.join(folder, 'package.json');
  if (!existsSync(file)) return path.dirname(folder) === folder ? new Set() : statedBy(path.dirname(folder));
  const { name, dependencies, peerDependencies } = JSON.parse(readFileSync(file, 'utf8'));
  return new Set([name, ...Object.keys({ ...dependencies, ...peerDependencies })]);
}

/** `@scope/name` or `name` of a specifier. */
function packageOf(specifier) {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Whether a path is one of the places: a place ending in a slash is a folder, any other a file without extension. */
function within(places, target) {
  return places.some((place) => (place.endsWith('/') ? `${target}/`.startsWith(place) : place === target));
}

/** What is wrong with an import, or undefined. */
function complaint(room, filename, specifier) {
  if (specifier.startsWith('.')) {
    const target = path
      .relative(ROOT, path.resolve(path.dirname(filename), specifier))
      .replace(/\.[cm]?[jt]s$/, '');
    return within(room.inside, target) ? undefined : `${target} is another room`;
  }
  if (isBuiltin(specifier)) return room.node ? undefined : 'this room uses no Node module';
  const given = (one) => (one.endsWith('/*') ? specifier.startsWith(one.slice(0, -1)) : one === specifier);
  if (room.packages.some(given)) return undefined;
  if (!room.stated) return `this room does not use ${specifier}`;
  const name = packageOf(specifier);
  if (room.notPackages?.includes(name)) return `this room does not use ${name}`;
  return statedBy(path.dirname(filename)).has(name)
    ? undefined
    : `${name} is not among the dependencies in package.json`;
}

module.exports = {
  meta: {
    type: 'problem',
    docs: { description: 'Keeps imports within the rooms of docs/architecture.md' },
    schema: [{ type: 'array', items: { type: 'object' } }],
    messages: { outside: '{{room}} may not import {{specifier}}: {{reason}}. {{instead}}' },
  },
  create(context) {
    const file = path.relative(ROOT, context.filename);
    const room = context.options[0].find((candidate) => candidate.files.test(file));
    if (!room) return {};
    const inside = room.inside.map((place) => place.replace('<own>', file.split('/').slice(0, 2).join('/')));

    function check(source) {
      if (typeof source?.value !== 'string') return;
      const reason = complaint({ ...room, inside }, context.filename, source.value);
      if (reason === undefined) return;
      context.report({
        node: source,
        messageId: 'outside',
        data: { room: room.name, specifier: source.value, reason, instead: room.instead },
      });
    }

    return {
      ImportDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
      TSExternalModuleReference: (node) => check(node.expression),
      TSImportType: (node) => check(node.source ?? node.argument?.literal),
      'CallExpression[callee.name="require"]': (node) => check(node.arguments[0]),
      'CallExpression[callee.property.name="resolve"][callee.object.name="require"]': (node) =>
        check(node.arguments[0]),
    };
  },
};
