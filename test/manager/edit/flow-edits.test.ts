import { AUDIENCE, SECOND, EditingRig } from '../../support/editing-rig';
import { waitUntil } from '../../support/wait-until';

let rig: EditingRig;

beforeEach(() => {
  rig = new EditingRig();
});
afterEach(async () => {
  await rig.dispose();
});

describe('a flow', () => {
  it('is made, runs and is taken away', async () => {
    const one = await rig.running();
    const [made] = await rig.editor.createFlows(
      { json: { name: 'night', components: [SECOND] } },
      { by: 'ann' },
    );
    expect(made?.value.name).toBe('night');
    await waitUntil('the start', () => one.jobs.has('/night/second'));
    expect(one.asked).toEqual(['start-job /night/second']);
    await expect(
      rig.editor.createFlows({ json: { name: 'night', components: [] } }, { by: 'ann' }),
    ).rejects.toMatchObject({ code: 'flow-taken' });
    await rig.editor.removeFlow('night', { by: 'ann', ifMatch: await rig.tag('night') });
    await waitUntil('the end', () => !one.jobs.has('/night/second'));
    expect(rig.text()).not.toContain('night');
    expect(one.asked).toEqual(['start-job /night/second', 'stop-job /night/second']);
  });

  it('is changed as a whole: what is there keeps its place, what is new stands behind the one before it', async () => {
    const one = await rig.running();
    await rig.put(({ name, components: [video, encoder, http] }) => ({
      name,
      components: [AUDIENCE, http, encoder, SECOND, video].filter((each) => each !== undefined),
    }));
    await rig.manager.mood('audience', 'happy');
    expect(await rig.names()).toEqual(['audience', 'video', 'encoder', 'second', 'http']);
    expect(one.asked.sort()).toEqual(['start-job /main/audience', 'start-job /main/second']);
    await rig.put((now) => ({ ...now, components: now.components.filter(({ name }) => name !== 'second') }));
    expect(await rig.names()).toEqual(['audience', 'video', 'encoder', 'http']);
    expect(rig.text()).toContain('hush');
  });

  it('keeps the secret values of a component that is renamed, and gives them to its copy', async () => {
    await rig.running();
    await rig.put(({ name, components: [video, encoder, http] }) => {
      const eaters = { default: [{ feed: 'picture:default' }] };
      const renamed = { ...(video ?? SECOND), name: 'picture', secretsFrom: 'video' };
      const copy = { ...renamed, name: 'copy' };
      return {
        name,
        components: [renamed, copy, { ...(encoder ?? SECOND), eaters }, http ?? SECOND],
      };
    });
    expect(await rig.names()).toEqual(['picture', 'copy', 'encoder', 'http']);
    expect(rig.text().match(/hush/g)).toHaveLength(2);
    expect((await rig.component('copy')).secrets).toEqual(['password']);
    expect(await rig.component('copy')).not.toHaveProperty('secretsFrom');
  });

  it('tells of a problem with a feed at which eater it is', async () => {
    await rig.running();
    const { components } = await rig.flow();
    const verdict = (feeds: readonly string[]) =>
      rig.editor.check('main', {
        json: {
          name: 'main',
          components: components.map((one) =>
            one.name === 'http' ? { ...one, eaters: { default: feeds.map((feed) => ({ feed })) } } : one,
          ),
        },
      }).problems;
    const at = { component: '/main/http', eater: 'default' };
    expect(verdict(['nothing'])).toContainEqual(
      expect.objectContaining({ ...at, level: 'error', feed: 'nothing:default' }),
    );
    expect(verdict(['encoder:other'])).toContainEqual(
      expect.objectContaining({ ...at, level: 'error', feed: 'encoder:other' }),
    );
  });

  it('that is changed to what it is writes nothing', async () => {
    await rig.running();
    const before = rig.text();
    await rig.put((now) => now);
    expect(rig.text()).toBe(before);
  });

  it('is loaded from XML, with what it needs in the atmosphere', async () => {
    const one = await rig.running();
    const xml = `<planet><manager name="other"/><atmosphere><component name="guard" type="test-bouncer" worker="one"/></atmosphere>
      <flow name="day"><component name="picture" type="test-video" worker="one"/></flow>
      <flow name="dusk"><component name="picture" type="test-video" worker="one"/></flow></planet>`;
    const made = await rig.editor.createFlows({ xml }, { by: 'ann' });
    expect(made.map(({ value }) => value.name)).toEqual(['atmosphere', 'day', 'dusk']);
    expect(made[0]?.warnings).toEqual([expect.stringContaining('<manager> is ignored')]);
    await waitUntil('three', () => one.asked.length === 3);
    await expect(rig.editor.createFlows({ xml }, { by: 'ann' })).rejects.toMatchObject({
      code: 'component-taken',
    });
  });

  it('goes out as XML and comes back, its secrets kept and its order taken', async () => {
    const one = await rig.running();
    const { value, etag } = await rig.editor.stored.xml('main', false);
    await rig.editor.replaceFlow('main', { xml: value }, { by: 'ann', ifMatch: etag });
    expect(await rig.tag()).toBe(etag);
    const parts = /(<flow[^]*?>)([^]*?)(<component name="encoder"[^]*)(<\/flow>)/.exec(value) ?? [];
    const turned = `${parts[1] ?? ''}${parts[3] ?? ''}${parts[2] ?? ''}</flow>`;
    await rig.editor.replaceFlow('main', { xml: turned }, { by: 'ann', ifMatch: etag });
    expect(await rig.names()).toEqual(['encoder', 'http', 'video']);
    expect(rig.text()).toContain('hush');
    expect(one.asked).toEqual([]);
  });

  it('as XML is refused with lines', async () => {
    await rig.running();
    const xml = `<flow name="main">\n<component name="a" type="test-vidoe" worker="one"/>\n<component name="b" type="test-streamer" worker="one"><eater name="default"><feed>nobody</feed></eater></component></flow>`;
    const wrong = rig.editor.check('main', { xml });
    expect(wrong.problems).toEqual([
      { level: 'error', line: 2, text: expect.stringContaining('did you mean "test-video"') },
      expect.objectContaining({ level: 'warning', line: 3 }),
    ]);
    expect(rig.editor.check('main', { xml: xml.replace('vidoe', 'video') }).problems).toContainEqual({
      level: 'error',
      line: 3,
      field: 'eaters.default',
      component: '/main/b',
      eater: 'default',
      feed: 'nobody:default',
      text: expect.stringContaining('no component "nobody"'),
    });
    expect(rig.editor.check('main', { xml: '<flow name="main"' }).problems[0]?.level).toBe('error');
    expect(rig.editor.check('main', { xml: '<planet/>' }).problems[0]?.text).toContain('no <flow>');
    expect(rig.editor.check('main', { xml: '<flow name="other"/>' }).problems[0]?.text).toContain('"main"');
    expect(rig.editor.check('atmosphere', { xml: '<planet/>' }).problems).toEqual([]);
  });

  it('is started, stopped and started afresh whole', async () => {
    const one = await rig.running();
    await rig.manager.control.stopFlow('main');
    await waitUntil('silence', () => one.jobs.size === 0);
    await rig.manager.control.startFlow('main');
    await waitUntil('all', () => one.jobs.size === 3);
    one.asked.length = 0;
    await rig.manager.control.restartFlow('main');
    await waitUntil('all afresh', () => one.asked.length === 6 && one.jobs.size === 3);
    await expect(rig.manager.control.stopFlow('mian')).rejects.toMatchObject({ code: 'flow-unknown' });
  });
});

describe('a check', () => {
  it('tells what would be added, taken away, started afresh and changed, and changes nothing', async () => {
    const one = await rig.running();
    const before = rig.text();
    const json = {
      name: 'main',
      components: [
        { name: 'video', type: 'test-video', worker: 'one', properties: { text: 'new', password: 'x' } },
        { ...(await rig.component('encoder')), worker: 'two' },
        AUDIENCE,
      ],
    };
    const { problems, difference, xml, before: now } = rig.editor.check('main', { json });
    expect(problems).toEqual([expect.objectContaining({ level: 'warning', field: 'worker' })]);
    expect(difference).toEqual({
      added: ['/main/audience'],
      removed: ['/main/http'],
      restarted: [
        { id: '/main/video', because: 'property password changed' },
        { id: '/main/encoder', because: 'it moves from worker one to two' },
      ],
      changed: [
        { id: '/main/video', property: 'text', from: 'hello', to: 'new', live: true },
        { id: '/main/video', property: 'password', from: '***', to: '***', live: false },
      ],
    });
    expect(xml).toContain('name="audience"');
    expect(now).toContain('name="http"');
    expect(`${xml}${now}`).not.toMatch(/hush|password/);
    expect(rig.text()).toBe(before);
    expect(one.asked).toEqual([]);
    expect(rig.editor.checkNew({ json: { ...json, name: 'main' } }).problems[0]?.text).toContain('already');
    expect(rig.editor.checkNew({ json: { name: 'new', components: [SECOND] } }).difference.added).toEqual([
      '/new/second',
    ]);
  });
});
