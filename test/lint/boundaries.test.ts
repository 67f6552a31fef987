import { jest } from '@jest/globals';
import { Linter } from 'eslint';
import { join } from 'node:path';
import { parser } from 'typescript-eslint';

const boundaries = jest.requireActual<Linter.Config>('../../scripts/lint/boundaries.js');
const ROOT = join(__dirname, '../..');

/** What the import rules say about one line of code in a file of this repository. */
function complaints(file: string, code: string): string[] {
  const linter = new Linter({ cwd: ROOT });
  const config = { ...boundaries, languageOptions: { parser: parser as Linter.Parser } };
  return linter.verify(code, [config], { filename: join(ROOT, file) }).map(({ message }) => message);
}

const REFUSED: readonly [file: string, code: string, instead: RegExp][] = [
  ['core/src/plugin/x.ts', "import { y } from '../errors';", /plugin API is pure/],
  ['core/src/plugin/x.ts', "import { readFileSync } from 'node:fs';", /plugin API is pure/],
  ['core/src/plugin/x.ts', "export * from 'zod';", /plugin API is pure/],
  ['core/src/model/x.ts', "import fs from 'fs';", /rules without I\/O/],
  ['core/src/model/x.ts', "import { y } from '../rpc/messages';", /rules without I\/O/],
  ['core/src/gst/pipeline.ts', "import gi from 'node-gtk';", /from \.\/node-gtk/],
  ['core/src/gst/pipeline.ts', "import { y } from '../feed/eater';", /knows GStreamer only/],
  ['core/src/job/host.ts', "const gi = require('node-gtk');", /one component/],
  ['core/src/worker/x.ts', "const gi = await import('node-gtk');", /runs jobs/],
  ['core/src/config/planet-file.ts', "import { XMLParser } from 'fast-xml-parser';", /with \.\/xml/],
  ['core/src/rpc/x.ts', "import type { Planet } from '../model/planet';", /know no process/],
  ['core/src/feed/x.ts', "import { binding } from '../gst/node-gtk';", /interfaces of gst\/gst\.ts/],
  ['core/src/feed/x.ts', "import { Job } from '../job/job';", /feed plane/],
  ['core/src/job/x.ts', "import { Worker } from '../worker/worker';", /one component/],
  ['core/src/worker/x.ts', "import { Manager } from '../manager/manager';", /runs jobs/],
  ['core/src/manager/x.ts', "import Koa from 'koa';", /no HTTP outside api/],
  ['core/src/manager/api/x.ts', "import { Worker } from '../../worker/worker';", /API shows and steers/],
  ['core/src/manager/x.ts', "import { Command } from 'commander';", /manager carries no media/],
  ['core/src/index.ts', "import gi from 'node-gtk';", /folder of the core that wraps/],
  ['registry/src/x.ts', "import { y } from '@flumotion/core';", /not media/],
  ['plugins/ogg/src/index.ts', "import { injectable } from 'tsyringe';", /@flumotion\/core\/plugin/],
  ['plugins/ogg/src/index.ts', "import { y } from '@flumotion/core';", /@flumotion\/core\/plugin/],
  ['plugins/ogg/src/index.ts', "import { y } from '@flumotion/core/testing';", /@flumotion\/core\/plugin/],
  ['plugins/ogg/src/index.ts', "import { y } from '../../../core/src/errors';", /@flumotion\/core\/plugin/],
  ['plugins/ogg/src/index.ts', "import { y } from '../../theora/src/index';", /@flumotion\/core\/plugin/],
  ['plugins/ogg/src/index.ts', "import { z } from 'zod';", /not among the dependencies/],
  ['plugins/ogg/test/ogg.test.ts', "import { y } from '../../../core/src/errors';", /core\/testing/],
];

const ADMITTED: readonly [file: string, code: string][] = [
  ['core/src/plugin/index.ts', "export * from './define';"],
  ['core/src/model/graph.ts', "import type { PropertyValues } from '../plugin';"],
  ['core/src/gst/node-gtk.ts', "const gi = require('node-gtk');"],
  ['core/src/config/xml.ts', "import { XMLParser } from 'fast-xml-parser';"],
  ['core/src/config/planet-file.ts', "import { y } from './xml';"],
  ['core/src/rpc/connection.ts', "import { FlumotionError } from '../errors';"],
  ['core/src/feed/eater.ts', "import type { Gst } from '../gst/gst';"],
  ['core/src/job/host.ts', "import { FeedEater } from '../feed/eater'; import { inject } from 'tsyringe';"],
  ['core/src/manager/api/app.ts', "import Koa from 'koa'; import { y } from '../manager';"],
  ['core/src/cli/worker.ts', "import { Command } from 'commander'; import { y } from '../worker/worker';"],
  ['registry/src/judge.ts', "import semver from 'semver'; import path from 'node:path';"],
  ['plugins/ogg/src/index.ts', "import { defineComponent } from '@flumotion/core/plugin';"],
  ['plugins/ogg/test/ogg.test.ts', "import { checkComponent } from '@flumotion/core/testing';"],
];

describe('import boundaries', () => {
  test.each(REFUSED)('%s: %s is refused and told what to do', (file, code, instead) => {
    expect(complaints(file, code)).toEqual([expect.stringMatching(instead)]);
  });

  test.each(ADMITTED)('%s: %s is admitted', (file, code) => {
    expect(complaints(file, code)).toEqual([]);
  });
});
