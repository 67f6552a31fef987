import Table from 'cli-table3';
import { escapeText } from '@flumotion/core/cli';

/** What a cell of a table may hold. */
export type CellValue = string | number | boolean | null | undefined | object;

/** No lines and no colours: tables end up in files, and are cut by other programs. */
const PLAIN = {
  chars: Object.fromEntries(
    ['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right', 'left']
      .concat(['left-mid', 'mid', 'mid-mid', 'right', 'right-mid'])
      .map((name) => [name, '']),
  ),
  style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
};

/** A table for people, ending in a line break; says that there is nothing where there are no rows. */
export function tableText(head: readonly string[], rows: readonly (readonly CellValue[])[]): string {
  if (rows.length === 0) return 'none\n';
  const table = new Table({ ...PLAIN, chars: { ...PLAIN.chars, middle: '  ' }, head: head.map(escapeText) });
  for (const row of rows) table.push(row.map(cellText));
  const lines = table.toString().split('\n');
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`;
}

/** Names with values, one a line. */
export function pairsText(pairs: readonly (readonly [string, CellValue])[]): string {
  const known = pairs.filter(([, value]) => value !== undefined);
  const width = Math.max(0, ...known.map(([name]) => name.length));
  return known
    .map(([name, value]) => `${escapeText(name).padEnd(width)}  ${cellText(value)}`.trimEnd() + '\n')
    .join('');
}

/** A value in a cell: text made harmless, anything that is not text as JSON. */
export function cellText(value: CellValue): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number' && !Number.isInteger(value)) return String(Number(value.toPrecision(6)));
  return escapeText(typeof value === 'object' ? JSON.stringify(value) : String(value));
}

/** A moment for people, in the machine's time; empty when it is not known. */
export function timeText(time: number | undefined): string {
  if (time === undefined) return '';
  const date = new Date(time - new Date(time).getTimezoneOffset() * 60_000);
  return date.toISOString().slice(0, 19).replace('T', ' ');
}

/** A number of bytes for people. */
export function bytesText(bytes: number | undefined): string {
  if (bytes === undefined) return '';
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const step = Math.min(units.length - 1, bytes < 1 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return `${step === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[step] ?? ''}`;
}
