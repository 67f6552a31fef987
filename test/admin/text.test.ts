import { parseOrder } from '../../admin/src/text/order';
import { keysOf, react, type Key } from '../../admin/src/text/keys';
import { draw, type Line } from '../../admin/src/text/screen';
import { firstView, type Order, type View } from '../../admin/src/text/view';
import type { ComponentState, Mood, PlanetState } from '../../core/src/cli';

const SIZE = { columns: 80, rows: 23 };

function component(name: string, mood: Mood, more: Partial<ComponentState> = {}): ComponentState {
  const id = `/main/${name}`;
  const nothing = { messages: [], properties: {}, stats: {}, plugs: [], eaters: [], feeders: [] };
  return {
    id,
    flow: 'main',
    name,
    type: 'test',
    worker: 'one',
    wanted: 'running',
    mood,
    ...nothing,
    ...more,
  };
}

function planetOf(...components: ComponentState[]): PlanetState {
  const workers = [{ name: 'one', online: true, address: '', hostname: '', feederPorts: [], packages: [] }];
  return { name: 'club', version: '1', plugs: [], flows: [{ name: 'main', components }], workers };
}

const planet = planetOf(
  component('video', 'happy', { cpu: 0.25 }),
  component('http', 'sad', {
    reason: 'port 8800 is in use',
    messages: [{ level: 'error', id: 'x', text: 'no\u001b[2J port', time: 0 }],
  }),
);
const view: View = { ...firstView('studio:7531'), planet };
const textOf = (lines: readonly Line[]): string[] =>
  lines.map((line) =>
    line
      .map(({ text }) => text)
      .join('')
      .trimEnd(),
  );

/** What comes of keys pressed one after the other. */
function press(begin: View, ...keys: (string | Key)[]): { view: View; orders: Order[]; quit: boolean } {
  const orders: Order[] = [];
  let [now, quit] = [begin, false];
  for (const key of keys) {
    const reaction = react(now, typeof key === 'string' ? { input: key } : key, 10);
    now = reaction.view;
    if (reaction.order) orders.push(reaction.order);
    quit ||= reaction.quit === true;
  }
  return { view: now, orders, quit };
}
const [down, enter, escape, backspace] = (['down', 'enter', 'escape', 'backspace'] as const).map(
  (name): Key => ({ input: '', name }),
) as [Key, Key, Key, Key];

describe('the screen', () => {
  it('fills the terminal exactly, whatever is shown', () => {
    const many = planetOf(
      ...Array.from({ length: 300 }, (_, n) => component(`c${String(n)}-${'x'.repeat(n % 90)}`, 'happy')),
    );
    for (const size of [SIZE, { columns: 40, rows: 11 }, { columns: 200, rows: 60 }])
      for (const shown of [
        view,
        firstView('a:1'),
        { ...view, planet: many },
        { ...view, page: 'help' as const },
        { ...view, page: 'component' as const },
      ]) {
        const lines = draw(shown, size);
        expect(lines).toHaveLength(size.rows);
        expect(Math.max(...textOf(lines).map((line) => Array.from(line).length))).toBeLessThanOrEqual(
          size.columns,
        );
      }
  });

  it('shows components with mood and load, and what is wrong with the chosen one', () => {
    const lines = textOf(draw({ ...view, chosen: '/main/http' }, SIZE));
    expect(lines[0]).toBe('club studio:7531  + 1 happy  ! 1 sad  1 of 1 workers');
    expect(lines).toContainEqual(expect.stringMatching(/^\+ happy +\/main\/video +test +one +25 %$/));
    expect(lines).toContainEqual('/main/http is sad: port 8800 is in use');
    expect(lines).toContainEqual(expect.stringContaining('ERROR no\\x1b[2J port'));
  });

  it('keeps the chosen one in sight', () => {
    const many = planetOf(...Array.from({ length: 300 }, (_, n) => component(`c${String(n)}`, 'happy')));
    for (const name of ['c0', 'c7', 'c150', 'c299'])
      expect(
        textOf(draw({ ...view, planet: many, chosen: `/main/${name}` }, SIZE))
          .slice(0, -8)
          .join('\n'),
      ).toMatch(new RegExp(`/main/${name} `));
  });

  it('says that the manager is away, over what was known last', () => {
    const lines = textOf(draw({ ...view, trouble: 'nothing listens there' }, SIZE));
    expect(lines.join('\n')).toContain('/main/video');
    expect(lines.at(-2)).toBe('nothing listens there');
  });
});

describe('the keys', () => {
  it('choose, start, stop and restart', () => {
    expect(press(view, 's').orders).toEqual([{ verb: 'start', ids: ['/main/video'] }]);
    expect(press(view, down, 'x', 'k', 'r').orders).toEqual([
      { verb: 'stop', ids: ['/main/http'] },
      { verb: 'restart', ids: ['/main/video'] },
    ]);
    expect(press(view, down, down, down).view.chosen).toBe('/main/http');
  });

  it('ask before they stop all that are shown', () => {
    expect(press(view, 'X').view.prompt?.text).toBe('stop 2 components? y/n');
    expect(press(view, 'X', 'n').orders).toEqual([]);
    expect(press(view, 'X', 'y').orders).toEqual([{ verb: 'stop', ids: ['/main/video', '/main/http'] }]);
  });

  it('filter', () => {
    const { view: found } = press(view, '/', 's', 'a', 'd', 'x', backspace, enter);
    expect(textOf(draw(found, SIZE)).join('\n')).not.toContain('/main/video');
    expect(press(found, 'x').orders).toEqual([{ verb: 'stop', ids: ['/main/http'] }]);
    expect(press(found, escape).view.filter).toBe('');
  });

  it('lead to a component and back, and end', () => {
    const open = press(view, down, enter).view;
    expect(textOf(draw(open, SIZE))[2]).toBe('component  /main/http');
    expect(press(open, 'q')).toMatchObject({ quit: false, view: { page: 'list' } });
    expect(press(view, 'q').quit).toBe(true);
    expect(press(view, ':', { input: 'c', name: 'ctrl-c' }).quit).toBe(true);
    expect(textOf(draw(press(view, '?').view, SIZE)).join('\n')).toContain(
      'start, stop, restart the chosen component',
    );
  });

  it('type commands', () => {
    expect(press(view, ':', ...Array.from('startall'), enter).orders).toEqual([
      { verb: 'start', ids: ['/main/video', '/main/http'] },
    ]);
    expect(press(view, ':', ...Array.from('quit'), enter).quit).toBe(true);
    expect(press(view, ':', ...Array.from('vidoe stop'), enter).view.said).toEqual({
      bad: true,
      text: expect.stringContaining('did you mean "video"?'),
    });
    expect(press(view, ':', 'x', escape)).toMatchObject({ orders: [] });
  });

  it('characters that come at once are as many keys', () => {
    expect(press(view, ...keysOf('jx')).orders).toEqual([{ verb: 'stop', ids: ['/main/http'] }]);
    expect(press(view, ...keysOf('/sadx\u007f\r')).view).toMatchObject({ filter: 'sad' });
    expect(press(view, ...keysOf(':startall\r')).orders).toEqual(
      press(view, ':', ...Array.from('startall'), enter).orders,
    );
  });

  it('name a component and what to do with it', () => {
    const { components } = planet.flows[0]!;
    expect(parseOrder('http eject-listener id=17', components)).toEqual({
      verb: 'action',
      id: '/main/http',
      action: 'eject-listener',
      words: ['id=17'],
    });
    expect(parseOrder('/main/video restart', components)).toEqual({ verb: 'restart', ids: ['/main/video'] });
    expect(parseOrder('video', components)).toContain('start, stop, restart');
  });
});
