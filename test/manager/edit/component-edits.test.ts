import type { ComponentJson } from '../../../core/src/manager/edit/flow-json';
import { AUDIENCE, SECOND, EditingRig } from '../../support/editing-rig';
import { FakeWorker } from '../../support/fake-worker';
import { waitUntil } from '../../support/wait-until';

let rig: EditingRig;

beforeEach(() => {
  rig = new EditingRig();
});
afterEach(async () => {
  await rig.dispose();
});

describe('a component', () => {
  it('is added: it runs, stands last in the file, and the others are left alone', async () => {
    const one = await rig.running();
    const { value } = await rig.editor.addComponent('main', AUDIENCE, { by: 'ann' });
    expect(value.eaters).toEqual({ default: [{ feed: 'encoder:default', alias: 'default' }] });
    await rig.manager.mood('audience', 'happy');
    expect(one.asked).toEqual(['start-job /main/audience']);
    expect(await rig.names()).toEqual(['video', 'encoder', 'http', 'audience']);
    expect(rig.text().indexOf('"http"')).toBeLessThan(rig.text().indexOf('"audience"'));
    await rig.manager.control.load();
    await rig.manager.mood('audience', 'happy');
    expect(one.asked).toEqual(['start-job /main/audience']);
  });

  it('is changed live in the job and in the file', async () => {
    const one = await rig.running();
    const given = { ...(await rig.component('video')), properties: { text: 'other' } };
    await rig.editor.replaceComponent('main', 'video', given, {
      by: 'ann',
      ifMatch: await rig.componentTag('video'),
    });
    expect(one.asked).toEqual(['set-property /main/video']);
    expect(one.spec('/main/video')?.properties).toEqual({ text: 'other', password: 'hush' });
    expect(rig.text()).toContain('<property name="text">other</property>');
  });

  it('is started afresh when what changed cannot change while it runs; nothing else is', async () => {
    const one = await rig.running();
    const given = { ...(await rig.component('video')), properties: { text: 'hello', pattern: 3 } };
    await rig.editor.replaceComponent('main', 'video', given, {
      by: 'ann',
      ifMatch: await rig.componentTag('video'),
    });
    await waitUntil('the restart', () => one.asked.length === 2);
    expect(one.asked).toEqual(['stop-job /main/video', 'start-job /main/video']);
    expect(rig.text().indexOf('"text"')).toBeLessThan(rig.text().indexOf('"pattern"'));
  });

  it('keeps a secret that is left out, takes another, and loses one that is null', async () => {
    const one = await rig.running();
    const change = async (properties: Record<string, unknown>): Promise<void> => {
      const given = { ...(await rig.component('video')), properties };
      await rig.editor.replaceComponent('main', 'video', given, {
        by: 'ann',
        ifMatch: await rig.componentTag('video'),
      });
    };
    await change({});
    expect(rig.text()).toContain('hush');
    expect(rig.text()).not.toContain('hello');
    await change({ password: 'louder' });
    expect(rig.text()).toContain('louder');
    expect((await rig.component('video')).secrets).toEqual(['password']);
    await change({ password: null });
    expect(rig.text()).not.toContain('name="password"');
    expect((await rig.component('video')).secrets).toEqual([]);
    await waitUntil('the job', () => one.spec('/main/video')?.properties['password'] === undefined);
  });

  it('moves to another worker', async () => {
    const one = await rig.running();
    const two = new FakeWorker('two');
    rig.workers.push(two);
    await two.login(rig.manager.port);
    await rig.editor.move('main', 'http', 'two', { by: 'ann' });
    await waitUntil('the start elsewhere', () => two.jobs.has('/main/http'));
    await rig.manager.mood('http', 'happy');
    expect(one.jobs.has('/main/http')).toBe(false);
    expect(one.asked).toEqual(expect.arrayContaining(['stop-job /main/http']));
    expect(one.asked).not.toContain('stop-job /main/video');
    expect(rig.text()).toContain('<component name="http" type="test-streamer" worker="two">');
    await expect(rig.editor.move('main', 'http', 'a/b', { by: 'ann' })).rejects.toMatchObject({
      code: 'change-refused',
      message: expect.stringContaining('not a usable worker name'),
    });
  });

  it('is taken away, but not while another eats of it', async () => {
    const one = await rig.running();
    const before = rig.text();
    await expect(
      rig.editor.removeComponent('main', 'encoder', {
        by: 'ann',
        ifMatch: await rig.componentTag('encoder'),
      }),
    ).rejects.toMatchObject({
      code: 'change-refused',
      details: {
        problems: [
          {
            level: 'error',
            component: '/main/http',
            text: 'its eater default still eats of encoder; have it eat something else, or take it away first',
            field: 'eaters.default',
          },
        ],
      },
    });
    expect(rig.text()).toBe(before);
    await rig.manager.control.stop('main', 'http');
    await rig.editor.removeComponent('main', 'http', { by: 'ann', ifMatch: await rig.componentTag('http') });
    await waitUntil('the end', () => !one.jobs.has('/main/http'));
    expect(rig.text()).not.toContain('"http"');
    expect(one.jobs.has('/main/encoder')).toBe(true);
    // That it was stopped is forgotten with it.
    await rig.editor.addComponent('main', { ...AUDIENCE, name: 'http' }, { by: 'ann' });
    await rig.manager.mood('http', 'happy');
  });

  it('is refused with every problem at the component and property that has it', async () => {
    await rig.running();
    const before = rig.text();
    const given: ComponentJson = {
      ...AUDIENCE,
      eaters: { defualt: [{ feed: 'encoder' }] },
      properties: { port: 'x', 'max-clients': -1 },
    };
    await expect(rig.editor.addComponent('main', given, { by: 'ann' })).rejects.toMatchObject({
      code: 'change-refused',
      details: {
        problems: [
          { component: '/main/audience', property: 'port', text: expect.stringContaining('whole number') },
          {
            component: '/main/audience',
            property: 'max-clients',
            text: expect.stringContaining('0 or more'),
          },
          { component: '/main/audience', text: expect.stringContaining('did you mean "default"') },
        ],
      },
    });
    expect(rig.text()).toBe(before);
    await expect(
      rig.editor.addComponent('main', { ...SECOND, name: 'video' }, { by: 'ann' }),
    ).rejects.toMatchObject({ code: 'component-taken' });
    await expect(rig.editor.addComponent('mian', SECOND, { by: 'ann' })).rejects.toMatchObject({
      code: 'flow-unknown',
    });
  });

  it('keeps its name', async () => {
    await rig.running();
    await expect(
      rig.editor.replaceComponent('main', 'video', SECOND, {
        by: 'ann',
        ifMatch: await rig.componentTag('video'),
      }),
    ).rejects.toMatchObject({ code: 'body-invalid', details: { field: 'name' } });
  });

  it('that is said to have a secret which nobody knows is refused', async () => {
    await rig.running();
    await expect(
      rig.editor.addComponent('main', { ...SECOND, secrets: ['password'] }, { by: 'ann' }),
    ).rejects.toMatchObject({
      details: { problems: [{ property: 'password', text: expect.stringContaining('no value here') }] },
    });
  });
});
