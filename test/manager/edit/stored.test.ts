import { FLOW, EditingRig } from '../../support/editing-rig';

let rig: EditingRig;

beforeEach(() => {
  rig = new EditingRig();
});
afterEach(async () => {
  await rig.dispose();
});

describe('what is stored', () => {
  it('is shown without secret values, whose names are told', async () => {
    await rig.running();
    expect(await rig.component('video')).toEqual({
      name: 'video',
      type: 'test-video',
      worker: 'one',
      eaters: {},
      properties: { text: 'hello' },
      plugs: [],
      virtualFeeds: {},
      secrets: ['password'],
    });
    expect((await rig.editor.stored.xml('main', false)).value).not.toContain('hush');
    expect((await rig.editor.stored.xml('main', true)).value).toContain('hush');
    expect(rig.editor.stored.planetXml()).toContain('hush');
    expect(rig.editor.stored.planetXml()).toContain('type="test-bouncer"');
  });

  it('names flows without components, and the atmosphere always', async () => {
    await rig.manager.write(`${FLOW}<flow name="night"/>`).start();
    const flows = await rig.editor.stored.flows();
    expect(flows.map(({ value }) => value.name)).toEqual(['atmosphere', 'main', 'night']);
    await expect(rig.editor.stored.flow('mian')).rejects.toMatchObject({
      code: 'flow-unknown',
      message: expect.stringContaining('did you mean "main"'),
    });
  });

  it('has a tag that changes with it alone, and stays over a restart', async () => {
    await rig.running();
    const [before, http] = [await rig.tag(), await rig.componentTag('http')];
    await rig.manager.control.setProperty('main', 'video', 'text', 'other');
    expect(await rig.tag()).not.toBe(before);
    expect(await rig.componentTag('http')).toBe(http);
    const after = await rig.tag();
    await rig.manager.stop();
    await rig.manager.start();
    expect(await rig.tag()).toBe(after);
  });

  it('has another tag when only a secret value is another', async () => {
    await rig.running();
    const before = await rig.componentTag('video');
    rig.manager.write(FLOW.replace('hush', 'hash'));
    await rig.manager.control.load();
    expect(await rig.componentTag('video')).not.toBe(before);
  });
});
