/** @long compiles the examples of the plugin API. */
import { join } from 'node:path';
import ts from 'typescript';
import { ROOT } from '../support/installation';

const MODULES = { plugin: '@flumotion/core/plugin', testing: '@flumotion/core/testing' } as const;
const FENCED = /```ts\n([\s\S]*?)```/g;

interface Exported {
  readonly name: string;
  readonly isValue: boolean;
  readonly examples: readonly string[];
}

const { options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile(join(ROOT, 'tsconfig.test.json'), (path) => ts.sys.readFile(path)).config,
  ts.sys,
  ROOT,
);

/** What a module of the API exports, with the examples of each. */
function exportsOf(module: keyof typeof MODULES): readonly Exported[] {
  const file = join(ROOT, `core/src/${module}/index.ts`);
  const program = ts.createProgram([file], options);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const symbol = source && checker.getSymbolAtLocation(source);
  return checker.getExportsOfModule(symbol as ts.Symbol).map((exported) => {
    const meant = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    const text = meant
      .getJsDocTags(checker)
      .filter(({ name }) => name === 'example')
      .map((tag) => ts.displayPartsToString(tag.text))
      .join('\n');
    const examples = [...text.matchAll(FENCED)].map(([, code]) => code ?? '');
    return { name: exported.name, isValue: (meant.flags & ts.SymbolFlags.Value) !== 0, examples };
  });
}

const api = { plugin: exportsOf('plugin'), testing: exportsOf('testing') };

test.each(['plugin', 'testing'] as const)('every exported name of %s has an example', (module) => {
  expect(api[module].length).toBeGreaterThan(5);
  expect(api[module].filter(({ examples }) => examples.length === 0).map(({ name }) => name)).toEqual([]);
});

test('the examples are valid', () => {
  const imports = (['plugin', 'testing'] as const).map((module) => {
    const names = api[module].map(({ name, isValue }) => (isValue ? name : `type ${name}`));
    return `import { ${names.join(', ')} } from '${MODULES[module]}';`;
  });
  const head = [...imports, "import assert from 'node:assert';"].join(' ');
  const files = new Map(
    [...api.plugin, ...api.testing].flatMap(({ name, examples }) =>
      examples.map((code, at) => [
        join(ROOT, `test/docs/${name}-${String(at)}.ts`),
        `${head}\n${code}\nexport {};\n`,
      ]),
    ),
  );
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists.call(host, path);
  host.readFile = (path) => files.get(path) ?? readFile.call(host, path);
  host.getSourceFile = (path, languageVersion, ...more) => {
    const text = files.get(path);
    if (text === undefined) return getSourceFile.call(host, path, languageVersion, ...more);
    return ts.createSourceFile(path, text, languageVersion);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  const wrong = [...files.keys()].flatMap((path) => {
    const file = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(
      ({ messageText }) =>
        `${path.slice(ROOT.length + 11)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
  });
  expect(wrong).toEqual([]);
});
