import Table from 'cli-table3';
import { escapeText } from '../log/logger';
import type { Spread, TestReport } from './tally';

/** A report as people read it: one sentence, a table of figures, a table of failures. */
export function formatReport(report: TestReport): string {
  const parts = [sentence(report)];
  if (report.firstByte) parts.push(figures(report));
  if (report.failures.length > 0) parts.push(failures(report));
  return `${parts.join('\n')}\n`;
}

function sentence(report: TestReport): string {
  const { listeners, succeeded, failed, interrupted, seconds, bytes, streams, stalled } = report;
  const outcome =
    failed === 0 && interrupted === 0
      ? `all ${listeners} listeners got a valid stream`
      : `${succeeded} of ${listeners} listeners got a valid stream, ${failed} failed` +
        (interrupted > 0 ? `, ${interrupted} were interrupted` : '');
  const rate = seconds > 0 ? (bytes * 8) / seconds / 1e6 : 0;
  const total = `${(bytes / 1e6).toFixed(1)} MB in ${seconds.toFixed(1)} s, ${rate.toFixed(1)} Mbit/s`;
  const what = streams.length > 0 ? `\n${streams.map(escapeText).join('; ')}` : '';
  const stopped = stalled
    ? `\n${stalled.cutOff + stalled.held} of them stopped reading: the server cut off ${stalled.cutOff}, held ${stalled.held}`
    : '';
  return `${escapeText(report.url)}: ${outcome} (${total})${stopped}${what}`;
}

function figures({ firstByte, worstGap, throughput, lag }: TestReport): string {
  const table = new Table({
    head: ['of each listener', 'least', 'median', '90 %', '99 %', 'most'],
    colAligns: ['left', 'right', 'right', 'right', 'right', 'right'],
    style: PLAIN,
  });
  const rows: readonly (readonly [string, Spread | undefined])[] = [
    ['first byte, ms', firstByte],
    ['longest gap, ms', worstGap],
    ['throughput, kbit/s', throughput],
    ['behind, ms', lag],
  ];
  for (const [name, spread] of rows) {
    if (!spread) continue;
    const { min, p50, p90, p99, max } = spread;
    table.push([name, ...[min, p50, p90, p99, max].map((value) => value.toFixed(1))]);
  }
  return table.toString();
}

function failures(report: TestReport): string {
  const table = new Table({
    head: ['failed', 'reason', 'for example'],
    colAligns: ['right', 'left', 'left'],
    style: PLAIN,
  });
  for (const { count, reason, example } of report.failures) {
    table.push([String(count), escapeText(reason), escapeText(example ?? '')]);
  }
  return table.toString();
}

/** No colours: the tables end up in files and logs. */
const PLAIN = { head: [], border: [] };
