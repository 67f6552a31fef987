import { Option, type Command } from 'commander';
import { runLoadTest } from '../tester/load-test';
import { formatReport } from '../tester/report';
import { Tally } from '../tester/tally';
import { commandLogger, createCommand, type CommonOptions, type Terminal } from './frame';
import {
  DEFAULT_TIME,
  listenerPlan,
  parseRange,
  seconds,
  streamUrl,
  wholeNumber,
  type TesterOptions,
} from './tester-options';

const EXAMPLES = [
  { command: 'flumotion-tester http://localhost:8800', does: `100 listeners for ${DEFAULT_TIME} s each` },
  {
    command: 'flumotion-tester -c 1000 --ramp-up 10 -t 30 http://localhost:8800',
    does: '1,000 listeners, 100 more each second, for 30 s each',
  },
  {
    command: 'flumotion-tester -c 200 -t 1-5 --duration 60 --json http://localhost:8800',
    does: '200 at a time, coming and going for a minute; figures for programs',
  },
];

type Options = CommonOptions & TesterOptions;

/** Exit status after an interruption from the keyboard. */
const INTERRUPTED = 130;

/** The command flumotion-tester; it sets the exit status of the process. */
export function testerCommand(terminal: Pick<Terminal, 'stdout'> = process): Command {
  return createCommand({
    name: 'flumotion-tester',
    summary:
      'Listens to a stream many times at once, checks that every listener gets a valid one, and measures how long they wait. ' +
      'Ends with 0 when all got it, with 1 when one did not.',
    examples: EXAMPLES,
  })
    .argument('<url>', 'http or https address of a stream', streamUrl)
    .option('-c, --clients <n>', 'listeners at the same time', wholeNumber(1, 100_000), 100)
    .option('--ramp-up <seconds>', 'time over which they come', seconds(0), 1)
    .option(
      '-t, --time <seconds>',
      `time a listener stays, or a range (default: ${DEFAULT_TIME})`,
      parseRange,
    )
    .option('-b, --bytes <bytes>', 'leave after so many bytes, or a range', parseRange)
    .option(
      '-r, --readrate <bytes>',
      'bytes a second to read, or a range (default: as fast as they come)',
      parseRange,
    )
    .option('-s, --readsize <bytes>', 'bytes a read, with --readrate, or a range (default: 4096)', parseRange)
    .option('--duration <seconds>', 'replace listeners that have left for so long', seconds(0))
    .option(
      '--timeout <seconds>',
      'longest wait for the connection and for every further byte',
      seconds(0.1),
      10,
    )
    .option('-k, --insecure', 'accept any certificate')
    .option('--json', 'print the figures as JSON')
    .addOption(new Option('-m, --max-clients <n>', 'means nothing; use --clients').hideHelp())
    .action((url: URL, options: Options) => run(url, options, terminal));
}

async function run(url: URL, options: Options, terminal: Pick<Terminal, 'stdout'>): Promise<void> {
  const log = commandLogger(options, 'tester', url.host);
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const tally = new Tally(shownUrl(url));
  const began = performance.now();
  const plan = { ...options, listener: () => listenerPlan(url, options) };
  await runLoadTest(
    plan,
    {
      left: (result) => tally.add(result),
      listening: (count) =>
        log.info(`${count} listen, ${tally.finished} have left, ${tally.failures} failed`),
    },
    stop.signal,
  );
  process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  const report = tally.report((performance.now() - began) / 1000);
  terminal.stdout.write(
    options.json === true ? `${JSON.stringify(report, null, 2)}\n` : formatReport(report),
  );
  process.exitCode = stop.signal.aborted ? INTERRUPTED : report.failed > 0 ? 1 : 0;
}

/** The address without a password in it. */
function shownUrl(url: URL): string {
  const shown = new URL(url);
  shown.password = '';
  return shown.href;
}
