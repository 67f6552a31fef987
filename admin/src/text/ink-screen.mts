import { createElement, useEffect, useState, type ReactElement } from 'react';
import { Box, Text, render, useInput, useStdout, type Key as InkKey } from 'ink';
import type { Controller } from './controller.js';
import type { Key } from './keys.js';
import type { Line, Size } from './screen.js';

/** The smallest terminal that is drawn for. */
const LEAST: Size = { columns: 40, rows: 12 };
const ENTER = '\u001b[?1049h\u001b[H';
const LEAVE = '\u001b[?1049l';

/** Shows a controller on the whole terminal until `over` resolves; the terminal is then as it was. */
export async function showOnScreen(controller: Controller, over: Promise<void>): Promise<void> {
  const { stdout } = process;
  stdout.write(ENTER);
  const app = render(createElement(Screen, { controller }), { exitOnCtrlC: false });
  try {
    await over;
  } finally {
    app.unmount();
    stdout.write(LEAVE);
  }
}

function Screen({ controller }: { readonly controller: Controller }): ReactElement {
  const size = useSize();
  const [, draw] = useState(0);
  useEffect(
    () =>
      controller.subscribe(() => {
        draw((count) => count + 1);
      }),
    [controller],
  );
  useInput((input, key) => {
    const pressed = keyOf(input, key);
    if (pressed.name === undefined && input.length > 1) controller.type(input, size);
    else controller.press(pressed, size);
  });
  return createElement(
    Box,
    { flexDirection: 'column', height: size.rows, width: size.columns },
    controller.lines(size).map((line, at) => createElement(Row, { key: at, line })),
  );
}

function Row({ line }: { readonly line: Line }): ReactElement {
  const pieces = line.map(({ text, color, bold = false, inverse = false, dim = false }, at) =>
    createElement(Text, { key: at, ...(color && { color }), bold, inverse, dimColor: dim }, text),
  );
  // An empty line takes its place too.
  return createElement(Text, { wrap: 'truncate-end' }, pieces.length > 0 ? pieces : ' ');
}

/** The size of the terminal as it is now; one row is left, so that ink draws over what is there and does not clear it. */
function useSize(): Size {
  const { stdout } = useStdout();
  const read = (): Size => ({
    columns: Math.max(LEAST.columns, stdout.columns),
    rows: Math.max(LEAST.rows, stdout.rows) - 1,
  });
  const [size, set] = useState(read);
  useEffect(() => {
    const changed = (): void => {
      set(read());
    };
    stdout.on('resize', changed);
    return () => {
      stdout.off('resize', changed);
    };
  }, [stdout]);
  return size;
}

function keyOf(input: string, key: InkKey): Key {
  const names = [
    ['up', key.upArrow],
    ['down', key.downArrow],
    ['left', key.leftArrow],
    ['right', key.rightArrow],
    ['pageUp', key.pageUp],
    ['pageDown', key.pageDown],
    ['home', key.home],
    ['end', key.end],
    ['enter', key.return],
    ['escape', key.escape],
    ['backspace', key.backspace || key.delete],
    ['ctrl-c', key.ctrl && input === 'c'],
    ['ctrl-u', key.ctrl && input === 'u'],
  ] as const;
  const name = names.find(([, pressed]) => pressed)?.[0];
  return { input, ...(name && { name }) };
}
