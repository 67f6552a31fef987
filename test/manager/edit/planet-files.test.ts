import { readFileSync } from 'node:fs';
import { AUDIENCE, FLOW, SECOND, EditingRig } from '../../support/editing-rig';

let rig: EditingRig;

beforeEach(() => {
  rig = new EditingRig();
});
afterEach(async () => {
  await rig.dispose();
});

describe('files', () => {
  const later = '<flow name="second"><component name="x" type="test-video" worker="one"/></flow>';

  it('a new flow goes to the last file that has flows, the first of the atmosphere to the first file', async () => {
    const more = rig.manager.writeFurther('more.xml', later);
    const last = rig.manager.writeFurther('last.xml', '');
    await rig.manager.write(FLOW).start();
    await rig.editor.createFlows({ json: { name: 'new', components: [] } }, { by: 'ann' });
    expect(readFileSync(more, 'utf8')).toContain('<flow name="new"/>');
    await rig.editor.addComponent(
      'atmosphere',
      { name: 'guard', type: 'test-bouncer', worker: 'one' },
      { by: 'ann' },
    );
    expect(rig.text()).toContain('guard');
    expect(readFileSync(last, 'utf8')).not.toContain('new');
    expect(rig.text()).not.toContain('"new"');
  });

  it('a flow in two files stays in both', async () => {
    const more = rig.manager.writeFurther(
      'more.xml',
      '<flow name="main"><component name="late" type="test-video" worker="one"/></flow>',
    );
    await rig.manager.write(FLOW).start();
    await rig.put((now) => ({
      ...now,
      components: [...now.components.slice(0, 3), AUDIENCE, ...now.components.slice(3), SECOND],
    }));
    expect(await rig.names()).toEqual(['video', 'encoder', 'http', 'audience', 'late', 'second']);
    expect(readFileSync(more, 'utf8')).toMatch(/"late"[^]*"second"/);
    expect(rig.text()).toContain('"audience"');
    await rig.put((now) => ({ ...now, components: now.components.slice(0, 4) }));
    expect(readFileSync(more, 'utf8')).not.toContain('<flow');
    await rig.put((now) => ({ ...now, components: [] }));
    expect(rig.text()).toContain('<flow name="main"/>');
  });

  it('edited by hand and loaded are the same as the change', async () => {
    await rig.running();
    await rig.put((now) => ({ ...now, components: [...now.components, AUDIENCE] }));
    const [api, etag] = [rig.text(), await rig.tag()];
    rig.manager.write(
      FLOW.replace(
        '</flow>',
        '<component name="audience" type="test-streamer" worker="one"><property name="port">8801</property><source>encoder</source></component></flow>',
      ),
    );
    await rig.manager.control.load();
    expect(await rig.tag()).toBe(etag);
    rig.manager.write(api.slice(api.indexOf('</manager>') + 10, api.indexOf('</planet>')));
    await rig.manager.control.load();
    expect(await rig.tag()).toBe(etag);
  });

  it('keep their comments and their form where nothing changes', async () => {
    const inside = `<!-- ours -->${FLOW.replace('<component name="http"', '<!-- the door --><component name="http"')}`;
    await rig.running(inside);
    const before = rig.text();
    await rig.put((now) => ({ ...now, components: [...now.components, AUDIENCE] }));
    await rig.manager.control.setProperty('main', 'video', 'text', 'other');
    await rig.editor.removeComponent('main', 'audience', {
      by: 'ann',
      ifMatch: (await rig.editor.stored.component('main', 'audience')).etag,
    });
    expect(rig.text()).toBe(before.replace('hello', 'other'));
  });
});
