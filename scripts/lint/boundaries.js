/**
 * The rooms of the architecture (docs/architecture.md) and what each may import. First match wins, so a single file
 * with a special right stands before its folder.
 *
 * inside: folders (with a slash) and files (without extension) of this repository; `<own>` is the file's own package.
 * node: may import Node's own modules. packages: specifiers it may always import; /* at the end stands for all below.
 * stated: may import what its package.json states under dependencies, except notPackages.
 */

/** Packages with one home in the core; elsewhere they may not be imported. */
const HOMES = [
  'node-gtk',
  'fast-xml-parser',
  'tsyringe',
  'koa',
  '@koa/router',
  '@koa/send',
  'prom-client',
  'commander',
];

const notAtHome = (...homes) => HOMES.filter((name) => !homes.includes(name));

/** A folder of core/src that may import the named folders and files of core/src, and itself. */
function core(folder, allowed, options) {
  return {
    name: `core/src/${folder}/`,
    files: new RegExp(`^core/src/${folder}/`),
    inside: [folder + '/', ...allowed].map((place) => `core/src/${place}`),
    node: true,
    packages: [],
    stated: true,
    notPackages: notAtHome('tsyringe', ...(options.homes ?? [])),
    ...options,
  };
}

const COMMON = ['plugin/', 'errors', 'deadline', 'log/', 'version', 'state-home'];

const rooms = [
  {
    name: 'registry/',
    files: /^registry\/src\//,
    inside: ['registry/src/'],
    node: true,
    packages: ['semver', 'semver/functions/satisfies', 'semver/ranges/valid'],
    instead:
      'The registry knows packages and versions, not media: let the core hand it a function (a recogniser) instead.',
  },
  core('plugin', [], {
    node: false,
    stated: false,
    instead:
      'The plugin API is pure: declare the type here, or put what does work into a folder of the core.',
  }),
  core('model', ['plugin/'], {
    node: false,
    packages: ['fastest-levenshtein'],
    stated: false,
    instead:
      'The model is rules without I/O: take what you need as an argument and do the I/O in the caller.',
  }),
  {
    ...core('config', ['model/', ...COMMON], {
      homes: ['fast-xml-parser'],
      instead: '',
    }),
    name: 'core/src/config/xml.ts',
    files: /^core\/src\/config\/xml\.ts$/,
    instead: 'This file parses XML and nothing else.',
  },
  core('config', ['model/', ...COMMON], {
    instead:
      'Read XML with ./xml, and turn text into the model; what runs belongs to the manager or the worker.',
  }),
  {
    ...core('gst', COMMON, { homes: ['node-gtk'] }),
    name: 'core/src/gst/node-gtk.ts',
    files: /^core\/src\/gst\/node-gtk\.ts$/,
    instead:
      'The binding knows GStreamer and nothing of the rest: hand it values through the interfaces in gst.ts.',
  },
  core('gst', COMMON, {
    instead:
      'This folder knows GStreamer only. Take the binding from ./node-gtk; what connects feeds or runs jobs goes to feed/ or job/.',
  }),
  core('rpc', COMMON, {
    instead:
      'Messages and transports know no process: describe the data in a message and let job/, worker/ or manager/ act.',
  }),
  core('feed', ['gst/gst', 'rpc/', ...COMMON], {
    instead:
      'The feed plane uses the interfaces of gst/gst.ts, the messages of rpc/ and the log; hand it anything else as an argument.',
  }),
  core('plugs', ['model/', ...COMMON], {
    instead: 'This folder runs plugs wherever they are: what belongs to a job or to the manager goes there.',
  }),
  core(
    'job',
    ['model/', 'config/', 'gst/', 'feed/', 'rpc/', 'plugs/', 'tokens', 'catalogue', 'recognise', ...COMMON],
    {
      instead:
        'A job knows one component: what knows workers or the planet belongs there and reaches the job by rpc/.',
    },
  ),
  core(
    'worker',
    ['model/', 'config/', 'gst/', 'feed/', 'rpc/', 'job/', 'tokens', 'catalogue', 'recognise', ...COMMON],
    {
      instead:
        'A worker runs jobs: what knows the planet belongs to the manager and reaches the worker by rpc/.',
    },
  ),
  {
    ...core(
      'manager',
      ['model/', 'config/', 'rpc/', 'plugs/', 'tokens', 'catalogue', 'recognise', ...COMMON],
      {
        homes: ['koa', '@koa/router', '@koa/send', 'prom-client'],
      },
    ),
    name: 'core/src/manager/api/',
    files: /^core\/src\/manager\/api\//,
    instead: 'The API shows and steers the manager: it calls the manager, never workers, jobs or GStreamer.',
  },
  core('manager', ['model/', 'config/', 'rpc/', 'plugs/', 'tokens', 'catalogue', 'recognise', ...COMMON], {
    instead: 'The manager carries no media and no HTTP outside api/: speak to workers through rpc/.',
  }),
  core('testing', ['model/', 'config/', 'gst/', 'feed/', 'job/', 'rpc/', 'plugs/', ...COMMON], {
    instead:
      'The test kit runs one component as a job does: build on job/ and gst/, not on worker/ or manager/.',
  }),
  core('log', [], {
    stated: false,
    instead: 'The log depends on nothing: pass text to it.',
  }),
  core('cli', [''], {
    homes: ['commander'],
    instead: 'A command parses arguments and calls the core; put the work into the folder that owns it.',
  }),
  {
    name: 'core/src/container.ts',
    files: /^core\/src\/container\.ts$/,
    inside: ['core/src/'],
    node: true,
    packages: [],
    stated: true,
    notPackages: notAtHome('tsyringe'),
    instead:
      'The composition root puts classes together; each library has its home in the folder that uses it.',
  },
  {
    name: 'core/src/',
    files: /^core\/src\//,
    inside: ['core/src/'],
    node: true,
    packages: [],
    stated: true,
    notPackages: notAtHome('tsyringe'),
    instead: 'Use the folder of the core that wraps this library.',
  },
  {
    name: 'admin/',
    files: /^admin\/src\//,
    inside: ['admin/src/'],
    node: true,
    packages: ['@flumotion/core/cli'],
    stated: true,
    notPackages: ['@flumotion/core', '@flumotion/registry', 'tsyringe', 'node-gtk'],
    instead:
      'The commands are clients: they know the API of the manager, and of the core what it gives to commands (@flumotion/core/cli).',
  },
  {
    name: 'web/',
    files: /^web\/src\//,
    inside: ['web/src/'],
    node: true,
    packages: ['@flumotion/core/plugin'],
    stated: true,
    notPackages: ['@flumotion/core', '@flumotion/registry', 'tsyringe', 'node-gtk'],
    instead: 'The library of the HTTP components stands on the plugin API alone, as they do.',
  },
  {
    name: 'player-page/',
    files: /^player-page\/src\//,
    inside: ['player-page/src/'],
    node: true,
    packages: ['@flumotion/core/plugin'],
    stated: true,
    notPackages: ['@flumotion/core', '@flumotion/registry', 'tsyringe', 'node-gtk'],
    instead: 'What is beside a stream knows no sockets and no feeds: it is asked, and answers.',
  },
  {
    name: 'player-page/browser/',
    files: /^player-page\/browser\//,
    inside: ['player-page/browser/'],
    node: false,
    packages: ['hls.js', 'mpegts.js'],
    stated: false,
    notPackages: [],
    instead: 'This runs in browsers: libraries are loaded from beside it, and only their types are imported.',
  },
  {
    name: 'plugins/web-admin/app/',
    files: /^plugins\/web-admin\/app\//,
    inside: ['<own>/app/'],
    node: false,
    packages: [
      ...['react', 'react-dom/client', 'react-router', 'zustand', 'zustand/vanilla'],
      ...['@mantine/core', '@mantine/core/styles/*', '@mantine/hooks', '@mantine/modals'],
      ...['@mantine/notifications', '@mantine/notifications/styles.css'],
      ...['@tanstack/react-query', '@tanstack/react-virtual'],
      ...['@xyflow/react', '@xyflow/react/dist/style.css', 'uplot', 'uplot/dist/uPlot.min.css'],
      ...['@dagrejs/dagre', 'elkjs/lib/elk-api', 'elkjs/lib/elk-worker.min.js?url'],
    ],
    stated: false,
    notPackages: [],
    instead: 'These pages run in browsers and know the manager by its API alone: ask that.',
  },
  {
    name: 'a plugin',
    files: /^plugins\/[^/]+\/src\//,
    inside: ['<own>/src/', '<own>/package.json'],
    node: true,
    packages: ['@flumotion/core/plugin'],
    stated: true,
    notPackages: ['@flumotion/core', '@flumotion/registry', 'tsyringe', 'node-gtk'],
    instead:
      'A plugin uses @flumotion/core/plugin, its own files and its own dependencies: take what the core does through the Context its behaviour is handed.',
  },
  {
    name: 'create-flumotion-plugin/',
    files: /^create-flumotion-plugin\/src\//,
    inside: ['create-flumotion-plugin/src/'],
    node: true,
    packages: [],
    stated: true,
    notPackages: notAtHome('commander'),
    instead: 'npm create downloads this package alone: it must not need the core.',
  },
  {
    name: 'a template of a plugin',
    files: /^create-flumotion-plugin\/templates\//,
    inside: ['create-flumotion-plugin/templates/'],
    node: true,
    packages: ['@flumotion/core/plugin', '@flumotion/core/testing'],
    stated: false,
    notPackages: [],
    instead: 'What is generated has the published packages only.',
  },
  {
    name: 'plugins/web-admin/test/',
    files: /^plugins\/web-admin\/test\//,
    inside: ['<own>/app/'],
    node: true,
    packages: ['@jest/globals', 'elkjs'],
    stated: false,
    notPackages: [],
    instead:
      'The rules of the pages are tested as plain functions; what browsers do with them, in test/e2e/.',
  },
  {
    name: "a plugin's test",
    files: /^plugins\/[^/]+\/test\//,
    inside: ['<own>/', 'test/support/', 'test/fixtures/', 'core/package.json'],
    node: true,
    packages: ['@flumotion/core/plugin', '@flumotion/core/testing', '@jest/globals', 'fast-check'],
    stated: true,
    notPackages: ['@flumotion/core', '@flumotion/registry', 'tsyringe', 'node-gtk'],
    instead:
      'A plugin is tested with @flumotion/core/testing (checkComponent, runComponent), as plugins outside this repository are.',
  },
];

/** One config block for eslint.config.mjs. */
module.exports = {
  files: ['**/*.ts', '**/*.mts', '**/*.tsx'],
  plugins: { flumotion: { rules: { rooms: require('./rooms') } } },
  rules: { 'flumotion/rooms': ['error', rooms] },
};
