import { componentsOf } from '../client/paths';
import { parseOrder } from './order';
import { chosenOf, shown, type Order, type View } from './view';

/** A key that was pressed: what it types, and its name where it has one. */
export interface Key {
  readonly input: string;
  readonly name?:
    | ('up' | 'down' | 'left' | 'right' | 'pageUp' | 'pageDown' | 'home' | 'end')
    | ('enter' | 'escape' | 'backspace' | 'ctrl-c' | 'ctrl-u');
}

/** What a key does: another view, something to ask of the manager, or the end. */
export interface Reaction {
  readonly view: View;
  readonly order?: Order;
  readonly quit?: boolean;
}

/** What the keys do, for the page of help and the last line of the screen. */
export const KEYS: readonly (readonly [keys: string, does: string])[] = [
  ['up down PgUp PgDn Home End, or j k', 'choose a component, or scroll'],
  ['Enter', 'all about the chosen component'],
  ['Esc, or q', 'back; q in the list ends'],
  ['s x r', 'start, stop, restart the chosen component'],
  ['S X', 'start or stop all that are shown, after a question'],
  ['/', 'only components with a text in id, type, worker or mood; Esc shows all again'],
  ['R', 'read the planet files again'],
  [':', 'a command: startall, stopall, reload, quit, COMPONENT start, stop, restart or ACTION name=value'],
  ['? h', 'this page'],
];

/** The keys of characters that came at once: typed faster than the line carries them, or pasted. */
export function keysOf(text: string): readonly Key[] {
  return Array.from(text, (input): Key => {
    if (/[\r\n]/.test(input)) return { input, name: 'enter' };
    return input === '\u007f' || input === '\b' ? { input, name: 'backspace' } : { input };
  });
}

/**
 * What a key does.
 * @param page lines that a page has room for.
 */
export function react(view: View, key: Key, page: number): Reaction {
  if (key.name === 'ctrl-c') return { view, quit: true };
  if (view.prompt) return inPrompt(view, key);
  const fresh: View = { ...view };
  delete (fresh as { said?: unknown }).said;
  return view.page === 'list' ? inList(fresh, key, page) : onPage(fresh, key, page);
}

function inPrompt(view: View, key: Key): Reaction {
  const { prompt, ...without } = view;
  if (!prompt) return { view };
  const typed = (text: string): Reaction => ({
    view:
      prompt.kind === 'filter'
        ? { ...view, filter: text, prompt: { ...prompt, text } }
        : { ...view, prompt: { ...prompt, text } },
  });
  if (prompt.kind === 'confirm') {
    if (key.input.toLowerCase() === 'y' && prompt.then) return { view: without, order: prompt.then };
    return { view: { ...without, said: { text: 'nothing was done', bad: false } } };
  }
  if (key.name === 'escape') return { view: prompt.kind === 'filter' ? { ...without, filter: '' } : without };
  if (key.name === 'ctrl-u') return typed('');
  if (key.name === 'backspace')
    return prompt.text === '' ? { view: without } : typed(Array.from(prompt.text).slice(0, -1).join(''));
  if (key.name !== 'enter')
    return key.name === undefined ? typed((prompt.text + key.input).slice(0, 500)) : { view };
  if (prompt.kind === 'filter') return { view: without };
  return obey(without, prompt.text);
}

function obey(view: View, text: string): Reaction {
  const line = text.trim();
  if (line === '') return { view };
  if (line === 'quit' || line === 'q') return { view, quit: true };
  const order = parseOrder(line, view.planet ? componentsOf(view.planet) : []);
  return typeof order === 'string'
    ? { view: { ...view, said: { text: order, bad: true } } }
    : { view, order };
}

function inList(view: View, key: Key, page: number): Reaction {
  const list = shown(view);
  const chosen = chosenOf(view);
  const at = chosen ? list.indexOf(chosen) : 0;
  const move = (to: number): Reaction => {
    const next = list[Math.max(0, Math.min(list.length - 1, to))];
    return { view: next ? { ...view, chosen: next.id } : view };
  };
  switch (key.name ?? key.input) {
    case 'up':
    case 'k':
      return move(at - 1);
    case 'down':
    case 'j':
      return move(at + 1);
    case 'pageUp':
      return move(at - page);
    case 'pageDown':
      return move(at + page);
    case 'home':
      return move(0);
    case 'end':
      return move(list.length - 1);
    case 'enter':
    case 'right':
      return { view: chosen ? { ...view, chosen: chosen.id, page: 'component', scroll: 0 } : view };
    case 'escape':
      return { view: { ...view, filter: '' } };
    case 'q':
      return { view, quit: true };
    case 'S':
    case 'X':
      return { view: list.length === 0 ? view : askAll(view, key.input === 'S' ? 'start' : 'stop') };
    default:
      return common(view, key);
  }
}

function onPage(view: View, key: Key, page: number): Reaction {
  const scroll = (lines: number): Reaction => ({
    view: { ...view, scroll: Math.max(0, view.scroll + lines) },
  });
  switch (key.name ?? key.input) {
    case 'up':
    case 'k':
      return scroll(-1);
    case 'down':
    case 'j':
      return scroll(1);
    case 'pageUp':
      return scroll(-page);
    case 'pageDown':
      return scroll(page);
    case 'home':
      return { view: { ...view, scroll: 0 } };
    case 'escape':
    case 'q':
    case 'left':
      return { view: { ...view, page: 'list', scroll: 0 } };
    default:
      return common(view, key);
  }
}

function common(view: View, { input }: Key): Reaction {
  const chosen = chosenOf(view);
  const verb = ({ s: 'start', x: 'stop', r: 'restart' } as const)[input];
  if (verb) return chosen && view.page !== 'help' ? { view, order: { verb, ids: [chosen.id] } } : { view };
  switch (input) {
    case '/':
      return { view: { ...view, page: 'list', prompt: { kind: 'filter', text: view.filter } } };
    case ':':
      return { view: { ...view, prompt: { kind: 'command', text: '' } } };
    case 'R':
      return { view, order: { verb: 'reload' } };
    case '?':
    case 'h':
      return { view: { ...view, page: 'help', scroll: 0 } };
    default:
      return { view };
  }
}

function askAll(view: View, verb: 'start' | 'stop'): View {
  const ids = shown(view).map(({ id }) => id);
  const text = `${verb} ${ids.length} components? y/n`;
  return { ...view, prompt: { kind: 'confirm', text, then: { verb, ids } } };
}
