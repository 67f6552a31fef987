import { escapeText, type ComponentState, type Mood } from '@flumotion/core/cli';
import { componentText, messageLines } from '../command/component-rows';
import { KEYS } from './keys';
import { chosenOf, moodCounts, shown, type View } from './view';

/** A piece of a line in one style. */
export interface Piece {
  readonly text: string;
  readonly color?: 'green' | 'yellow' | 'cyan' | 'gray' | 'magenta' | 'red';
  readonly bold?: boolean;
  readonly inverse?: boolean;
  readonly dim?: boolean;
}

/** A line of the screen. */
export type Line = readonly Piece[];

/** Size of a terminal in characters. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Lines of the screen that are not part of the page: head, its rule, status, keys. */
const FRAME = 4;
/** Lines at the end of the list for the chosen component. */
const DETAIL = 5;
const COLORS: Readonly<Record<Mood, NonNullable<Piece['color']>>> = {
  ...({ happy: 'green', hungry: 'yellow', waking: 'cyan' } as const),
  ...({ sleeping: 'gray', lost: 'magenta', sad: 'red' } as const),
};
/** Told beside its colour, for those who see none. */
const SIGNS: Readonly<Record<Mood, string>> = {
  ...{ happy: '+', hungry: '~', waking: '.' },
  ...{ sleeping: '-', lost: '?', sad: '!' },
};

/** Lines that a page has room for. */
export function pageSize(view: View, { rows }: Size): number {
  const list = view.page === 'list';
  return Math.max(1, rows - FRAME - (list ? DETAIL + 1 : 0));
}

/** Draws the view: as many lines as the terminal has rows, none longer than it has columns. */
export function draw(view: View, size: Size): readonly Line[] {
  const room = Math.max(1, size.rows - FRAME);
  const page = view.page === 'list' ? listPage(view, size) : textPage(view, room);
  const filled = [...page, ...Array.from({ length: Math.max(0, room - page.length) }, (): Line => [])].slice(
    0,
    room,
  );
  const lines = [head(view), rule(size), ...filled, status(view), hint(view)];
  return lines.map((line) => cut(line, size.columns));
}

function head({ place, planet, trouble }: View): Line {
  if (!planet)
    return [{ text: `Flumotion ${place}`, bold: true }, { text: trouble === undefined ? '  asking…' : '' }];
  const online = planet.workers.filter((worker) => worker.online).length;
  return [
    { text: `${planet.name} `, bold: true },
    { text: `${place}  ` },
    ...moodCounts(planet).flatMap(([mood, count]): Line => [
      { text: `${SIGNS[mood]} ${count} ${mood}`, color: COLORS[mood] },
      { text: '  ' },
    ]),
    { text: `${online} of ${planet.workers.length} workers` },
  ];
}

function listPage(view: View, size: Size): readonly Line[] {
  const list = shown(view);
  const chosen = chosenOf(view);
  const room = pageSize(view, size) - 1;
  const at = chosen ? list.indexOf(chosen) : 0;
  // The chosen one stays in the middle of a list that is longer than the screen.
  const first = Math.max(0, Math.min(at - Math.floor(room / 2), list.length - room));
  const widths = columnWidths(list, size.columns);
  const rows = list.slice(first, first + room).map((one) => row(one, widths, one === chosen));
  const missing = view.planet && list.length === 0 ? [[{ text: noneText(view), dim: true }]] : [];
  const space = Array.from(
    { length: Math.max(0, room - Math.max(rows.length, missing.length)) },
    (): Line => [],
  );
  return [columnHeads(widths), ...rows, ...missing, ...space, rule(size), ...(chosen ? detail(chosen) : [])];
}

function noneText({ filter }: View): string {
  return filter === '' ? 'the planet has no components' : `no component has ${JSON.stringify(filter)} in it`;
}

interface Widths {
  readonly id: number;
  readonly type: number;
  readonly worker: number;
}

function columnWidths(list: readonly ComponentState[], columns: number): Widths {
  const widest = (texts: readonly string[], most: number): number =>
    Math.min(most, Math.max(6, ...texts.map((text) => text.length)));
  const third = Math.floor(columns / 3);
  return {
    id: widest(
      list.map(({ id }) => id),
      third,
    ),
    type: widest(
      list.map(({ type }) => type),
      Math.floor(columns / 4),
    ),
    worker: widest(
      list.map(({ worker }) => worker),
      12,
    ),
  };
}

function columnHeads({ id, type, worker }: Widths): Line {
  const text = `  ${'mood'.padEnd(8)}  ${fit('component', id)}  ${fit('type', type)}  ${fit('worker', worker)}    cpu`;
  return [{ text, dim: true }];
}

function row(one: ComponentState, { id, type, worker }: Widths, chosen: boolean): Line {
  const { mood, cpu } = one;
  const load = cpu === undefined ? '' : `${(cpu * 100).toFixed(0)} %`;
  const inverse = chosen;
  return [
    { text: `${SIGNS[mood]} ${mood.padEnd(8)}`, color: COLORS[mood], bold: mood === 'sad', inverse },
    {
      text: `  ${fit(one.id, id)}  ${fit(one.type, type)}  ${fit(one.worker, worker)}  ${load.padStart(5)}`,
      inverse,
    },
  ];
}

function detail(one: ComponentState): readonly Line[] {
  const { id, mood, reason, wanted } = one;
  const wish = wanted === 'running' ? '' : ', and should be stopped';
  const about = `${id} is ${mood}${wish}${reason === undefined ? '' : `: ${reason}`}`;
  const messages = messageLines(one.messages)
    .split('\n')
    .filter((line) => line !== '');
  return [
    [{ text: escapeText(about), color: COLORS[mood] }],
    ...messages.slice(-(DETAIL - 1)).map((text): Line => [{ text }]),
  ];
}

function textPage(view: View, room: number): readonly Line[] {
  const lines = view.page === 'help' ? helpLines() : componentLines(view);
  const first = Math.min(view.scroll, Math.max(0, lines.length - room));
  return lines.slice(first, first + room);
}

function helpLines(): readonly Line[] {
  return KEYS.flatMap(([keys, does]): readonly Line[] => [
    [{ text: keys, bold: true }],
    [{ text: `    ${does}` }],
  ]);
}

function componentLines(view: View): readonly Line[] {
  const chosen = chosenOf(view);
  if (!chosen) return [[{ text: 'it is gone', dim: true }]];
  return componentText(chosen)
    .trimEnd()
    .split('\n')
    .map((text): Line => [{ text, ...(/^mood /.test(text) && { color: COLORS[chosen.mood] }) }]);
}

function status({ prompt, said, trouble, filter }: View): Line {
  if (prompt?.kind === 'confirm') return [{ text: prompt.text, bold: true }];
  if (prompt)
    return [
      { text: `${prompt.kind === 'filter' ? '/' : ':'}${escapeText(prompt.text)}` },
      { text: ' ', inverse: true },
    ];
  if (trouble !== undefined) return [{ text: escapeText(trouble), color: 'red', bold: true }];
  if (said) return [{ text: escapeText(said.text), color: said.bad ? 'red' : 'green' }];
  return filter === ''
    ? []
    : [{ text: `only with ${JSON.stringify(filter)}; Esc shows all`, color: 'yellow' }];
}

function hint({ page }: View): Line {
  const text =
    page === 'list'
      ? 'Enter more  s start  x stop  r restart  / filter  : command  ? help  q quit'
      : 'up down scroll  s start  x stop  r restart  Esc back';
  return [{ text, dim: true }];
}

function rule({ columns }: Size): Line {
  return [{ text: '─'.repeat(columns), dim: true }];
}

/** Text in exactly so many characters. */
function fit(text: string, width: number): string {
  const plain = escapeText(text);
  return plain.length > width ? `${plain.slice(0, width - 1)}…` : plain.padEnd(width);
}

function cut(line: Line, columns: number): Line {
  let left = columns;
  return line.flatMap((piece) => {
    const text = Array.from(piece.text).slice(0, left).join('');
    left -= Array.from(text).length;
    return text === '' ? [] : [{ ...piece, text }];
  });
}
