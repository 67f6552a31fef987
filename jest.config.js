/** Three projects: unit (no GStreamer), gst (GStreamer in process), e2e (real processes, each file in a network of its own). */
// node-gtk frees a GObject.Value made in JavaScript with free(), though GLib 2.74 took it from its slice allocator. The
// core keeps its few values for ever; Jest drops them with each test file, and the collector would end the process.
process.env.G_SLICE ??= 'always-malloc';

/** Packages that are ES modules alone, which Jest has to be given as CommonJS; Node itself takes them as they are. */
const MODULES = '/node_modules/jose/';

const base = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'require', 'default'] },
  transform: {
    '^.+\\.tsx?$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true },
          target: 'es2022',
        },
        module: { type: 'commonjs' },
      },
    ],
    [`${MODULES}.+\\.js$`]: ['@swc/jest', { jsc: { target: 'es2022' }, module: { type: 'commonjs' } }],
  },
  transformIgnorePatterns: ['/node_modules/(?!jose/)'],
  modulePathIgnorePatterns: ['<rootDir>/test/fixtures/', '/dist/'],
};

module.exports = {
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['<rootDir>/{test,plugins/*/test}/**/*.test.ts'],
      testPathIgnorePatterns: [
        '/node_modules/',
        '\\.gst\\.test\\.ts$',
        '\\.e2e\\.test\\.ts$',
        '/test/fixtures/',
      ],
    },
    { ...base, displayName: 'gst', testMatch: ['<rootDir>/{test,plugins/*/test}/**/*.gst.test.ts'] },
    {
      ...base,
      displayName: 'e2e',
      testMatch: ['<rootDir>/test/e2e/**/*.e2e.test.ts'],
      runner: '<rootDir>/scripts/jest/e2e-runner.js',
    },
  ],
  // For a busy machine: what works takes a fraction of it. It is said nowhere else, and what is awaited within has its own deadline.
  testTimeout: 240_000,
};
