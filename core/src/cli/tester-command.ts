import { Option, type Command } from 'commander';
import { FlumotionError } from '../errors';
import { runLoadTest, type LoadPlan } from '../tester/load-test';
import { formatReport } from '../tester/report';
import { Tally } from '../tester/tally';
import { checkLimits } from '../tester/limits';
import { commandLogger, createCommand, type CommonOptions, type Terminal } from './frame';
import { TesterProgress, type Screen } from './tester-progress';
import {
  askingOptions,
  DEFAULT_TIME,
  headerField,
  listenerPlan,
  localAddresses,
  parseRange,
  rampUp,
  rate,
  seconds,
  share,
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
  {
    command: 'flumotion-tester -c 4000 --rate 500 --churn 500 --duration 60 http://localhost:8800',
    does: '4,000 at a time, 500 of them leaving and 500 joining each second',
  },
  {
    command: 'flumotion-tester -c 20000 --bind 127.0.0.2,127.0.0.3 -t 60 http://localhost:8800',
    does: 'more than one address has ports for',
  },
  {
    command: 'flumotion-tester -c 100 --stall 10% -t 60 http://localhost:8800',
    does: 'ten of them stop reading, the others must not notice',
  },
  {
    command: 'flumotion-tester -c 50 -t 30 http://localhost:8801/live.m3u8',
    does: 'HLS, played as players do',
  },
];

type Options = CommonOptions & TesterOptions;

/** Results go to one, progress to the other. */
interface Streams extends Pick<Terminal, 'stdout'> {
  readonly stderr: Screen;
}

/** Exit status after an interruption from the keyboard. */
const INTERRUPTED = 130;

/** The command flumotion-tester; it sets the exit status of the process. */
export function testerCommand(terminal: Streams = process): Command {
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
    .addOption(
      new Option('--rate <n>', 'how many come a second, instead of --ramp-up')
        .argParser(rate)
        .conflicts('rampUp'),
    )
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
      '--churn <n>',
      'how many leave a second, the longest there first, and are replaced at once; with --duration',
      rate,
    )
    .option('--stall <n>', 'how many stop reading after their first bytes, or a part as 5%', share)
    .option(
      '--timeout <seconds>',
      'longest wait for the connection and for every further byte',
      seconds(0.1),
      10,
    )
    .option('--icy', 'ask for ICY metadata, and check it')
    .addOption(new Option('--http <version>', 'HTTP version to speak').choices(['1.0', '1.1']).default('1.1'))
    .option(
      '-H, --header <field>',
      "further field of the request, as 'Cookie: id=1'; may be repeated",
      headerField,
    )
    .option(
      '--bind <addresses>',
      'addresses of this machine to come from in turn, as 127.0.0.2,::1',
      localAddresses,
    )
    .option('-k, --insecure', 'accept any certificate')
    .option('--json', 'print the figures as JSON')
    .addOption(new Option('-m, --max-clients <n>', 'means nothing; use --clients').hideHelp())
    .action((url: URL, options: Options) => run(url, options, terminal));
}

async function run(url: URL, options: Options, terminal: Streams): Promise<void> {
  const { churn, duration, clients, bind, json } = options;
  if (churn !== undefined && duration === undefined) throw FlumotionError.of('tester-churn', {});
  checkLimits(clients, bind?.length ?? 1);
  const log = commandLogger(options, 'tester', url.host);
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  const tally = new Tally(shownUrl(url));
  const progress = new TesterProgress(tally, log, terminal.stderr);
  const began = performance.now();
  const plan: LoadPlan = {
    clients,
    rampUp: rampUp(options),
    ...(duration !== undefined && { duration }),
    ...(churn !== undefined && { churn }),
    asking: askingOptions(options),
    listener: (place) => listenerPlan(url, options, Math.random, place),
  };
  await runLoadTest(plan, progress, stop.signal);
  process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  progress.end();
  const report = tally.report((performance.now() - began) / 1000);
  terminal.stdout.write(json === true ? `${JSON.stringify(report, null, 2)}\n` : formatReport(report));
  process.exitCode = stop.signal.aborted ? INTERRUPTED : report.failed > 0 ? 1 : 0;
}

/** The address without a password in it. */
function shownUrl(url: URL): string {
  const shown = new URL(url);
  shown.password = '';
  return shown.href;
}
