import js from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import { builtinRules } from 'eslint/use-at-your-own-risk';
import tseslint from 'typescript-eslint';
import boundaries from './scripts/lint/boundaries.js';

const scripts = ['**/*.js', '**/*.mjs'];
const tests = ['test/**/*.ts', 'plugins/*/test/**/*.ts'];

export default defineConfig(
  globalIgnores(['**/dist/', '**/generated/', 'docs/api/', 'coverage/', '.flumotion/', 'test/fixtures/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    // The same rule twice, since one rule has one severity: from 250 lines think about a second file, over 400 is refused.
    plugins: { length: { rules: { 'think-again': builtinRules.get('max-lines') } } },
    rules: { 'length/think-again': ['warn', { max: 250 }], 'max-lines': ['error', { max: 400 }] },
  },
  {
    files: ['**/*.ts', '**/*.mts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    // One program over all sources and tests, so that nothing has to be built before lint and each file is checked once.
    languageOptions: {
      parserOptions: { project: './tsconfig.lint.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // `typeof import('x')` stays allowed: it names the type of what is loaded late.
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Numbers in messages are wanted: ports, seconds, lines.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // `(line) => stream.write(line)` and `() => void this.run()` say what they mean.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidOperator: true },
      ],
      // `void` in front of a shorthand body marks a result dropped on purpose.
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      // `Record<never, never>` is how a declaration without properties says so.
      '@typescript-eslint/no-generated-empty-object-type': 'off',
      // There are no TypeScript enums here, only unions of words; the rule costs seconds.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      // zod's schemas are compared by their shape, as TypeScript does; the rule wants the very class.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // Interfaces are promises: one implementation may need no await where another does.
      '@typescript-eslint/require-await': 'off',
      // A name that starts with an underscore says that it is not used; the position needs it.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' },
      ],
      // A class of constructor-injected services may have nothing but its decorator.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // `Record<string, T>` with noUncheckedIndexedAccess is checked on reading; deleting from it is the way to forget.
      '@typescript-eslint/no-dynamic-delete': 'off',
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
      // Escaping outside text means matching control characters.
      'no-control-regex': 'off',
    },
  },
  {
    files: ['player-page/browser/**/*.ts'],
    languageOptions: {
      parserOptions: { project: './player-page/browser/tsconfig.json', tsconfigRootDir: import.meta.dirname },
    },
  },
  {
    files: ['plugins/web-admin/app/**/*.{ts,tsx}'],
    languageOptions: {
      parserOptions: {
        project: './plugins/web-admin/app/tsconfig.json',
        tsconfigRootDir: import.meta.dirname,
      },
    },
  },
  {
    // `test` of node:test reports by itself what becomes of its promise.
    files: ['create-flumotion-plugin/templates/**/*.ts'],
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        { allowForKnownSafeCalls: [{ from: 'package', name: 'test', package: 'node:test' }] },
      ],
    },
  },
  {
    // Commands and tests may write to the terminal.
    files: ['core/src/cli/**/*.ts', 'admin/src/**/*.ts', ...tests],
    rules: { 'no-console': 'off' },
  },
  {
    files: tests,
    rules: {
      // In a test a failed `!` is a failed test, which is what is wanted.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Jest's matchers, as expect.any(Number) inside an expected object, are of type any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      // expect(object.method) does not call it.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: scripts,
    languageOptions: {
      globals: Object.fromEntries(
        ['process', 'console', 'Buffer', 'URL', 'AbortController', 'AbortSignal', 'performance', 'fetch']
          .concat(['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate'])
          .map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['**/*.js'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: { require: 'readonly', module: 'writable', exports: 'writable', __dirname: 'readonly' },
    },
  },
  boundaries,
);
