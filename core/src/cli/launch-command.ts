import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import { Catalogue } from '../catalogue';
import { launchContainer } from '../container';
import { RUN_DIR } from '../tokens';
import { Jobs } from '../worker/jobs';
import { completeWith } from './completion';
import { commandLogger, createCommand, debugLevels, type CommonOptions } from './frame';
import { configure } from './launch/configure';
import { planJobs } from './launch/plan';
import { runJobs } from './launch/run';
import { parseLaunch } from './launch/syntax';
import { outlivePlugins } from './plugin-faults';

const EXAMPLES = [
  {
    command: 'flumotion-launch videotest-producer ! theora-encoder ! ogg-muxer ! http-streamer port=8801',
    does: 'a picture on http://localhost:8801/',
  },
  {
    command:
      'flumotion-launch videotest-producer ! theora-encoder ! ogg-muxer audiotest-producer ! vorbis-encoder ! ogg-muxer0. ! http-streamer',
    does: 'picture and sound in one stream',
  },
  {
    command:
      'flumotion-launch loop-producer location=a.ogg .video ! theora-encoder ! ogg-muxer ! disk-consumer directory=/tmp',
    does: 'one feeder of several, by its name',
  },
];

const SYNTAX = `
The pipeline:
  TYPE            a component; the first of a type is called TYPE0, the next TYPE1
  name=value      a property of the component before it; in a block p=[a=b,c=[d=e]]
  !               feeds the component before it to the one after it
  NAME.feeder !   the feeder of a component by its name; .feeder for the component just named
  ! NAME.eater    the eater of a component by its name; NAME. alone for any that fits`;

/** The command flumotion-launch. */
export function launchCommand(): Command {
  const command = createCommand({
    name: 'flumotion-launch',
    summary:
      'Runs a pipeline of components on this machine, without manager and worker, each in a process of its own. Ctrl-C ends it.',
    examples: EXAMPLES,
  })
    .argument('<pipeline...>', 'components, their properties and how they are linked')
    .addHelpText('after', SYNTAX)
    .action(run);
  const [pipeline] = command.registeredArguments;
  if (pipeline) completeWith(pipeline, 'flumotion-inspect --list');
  return command;
}

async function run(words: readonly string[], options: CommonOptions): Promise<void> {
  const ended = endedBySignal();
  const catalogue = Catalogue.scan();
  const components = configure(parseLaunch(words), catalogue);
  const debug = debugLevels(options);
  const log = commandLogger(options, 'launch', 'pipeline');
  outlivePlugins(catalogue, log);
  const folder = mkdtempSync(join(tmpdir(), 'flumotion-launch-'));
  try {
    const specs = planJobs(components, catalogue, folder, debug);
    const container = await launchContainer(folder, debug, log);
    const jobs = container.resolve(Jobs);
    const write = (text: string): void => void process.stdout.write(text);
    await runJobs(jobs, specs, ended, write, log, options.verbose === true);
    await container.resolve(RUN_DIR).close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function endedBySignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => {
        resolve();
      });
  });
}
