import { readFileSync } from 'node:fs';
import { FLOW, SECOND, EditingRig } from '../../support/editing-rig';
import { waitUntil } from '../../support/wait-until';

let rig: EditingRig;

beforeEach(() => {
  rig = new EditingRig();
});
afterEach(async () => {
  await rig.dispose();
});

describe('two people', () => {
  it('get a conflict, not a lost change, and are told who was first', async () => {
    await rig.running();
    const [etag, http] = [await rig.tag(), await rig.componentTag('http')];
    await rig.editor.addComponent('main', SECOND, { by: 'ann' });
    const late = rig.editor.replaceFlow('main', { json: await rig.flow() }, { by: 'bob', ifMatch: etag });
    await expect(late).rejects.toMatchObject({
      code: 'changed-meanwhile',
      status: 412,
      message: expect.stringMatching(/flow main was changed since you read it, by ann at \d{4}-/),
    });
    const given = { ...(await rig.component('http')), properties: { 'max-clients': 5 } };
    await rig.editor.replaceComponent('main', 'http', given, { by: 'bob', ifMatch: http });
    await expect(
      rig.editor.replaceComponent('main', 'http', given, { by: 'ann', ifMatch: http }),
    ).rejects.toMatchObject({ message: expect.stringContaining('by bob') });
    expect(await rig.names()).toContain('second');
  });

  it('have to say which state they mean', async () => {
    await rig.running();
    const by = { by: 'ann' };
    const json = await rig.flow();
    const [first] = json.components;
    for (const attempt of [
      () => rig.editor.replaceFlow('main', { json }, by),
      () => rig.editor.removeFlow('main', by),
      () => rig.editor.replaceComponent('main', 'video', first ?? SECOND, by),
      () => rig.editor.removeComponent('main', 'http', by),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'precondition-required', status: 428 });
    }
    await rig.editor.replaceFlow('main', { json }, { ...by, ifMatch: `"a", ${await rig.tag()}` });
    await expect(rig.editor.addComponent('main', SECOND, { ...by, ifMatch: '"a"' })).rejects.toMatchObject({
      code: 'changed-meanwhile',
    });
  });

  it('who change at once are served one after another', async () => {
    await rig.running();
    const etag = await rig.tag();
    const results = await Promise.allSettled(
      ['ann', 'bob', 'cid'].map(async (by) =>
        rig.editor.replaceFlow(
          'main',
          { json: { name: 'main', components: [...(await rig.flow()).components, { ...SECOND, name: by }] } },
          { by, ifMatch: etag },
        ),
      ),
    );
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(await rig.names()).toEqual(['video', 'encoder', 'http', 'ann']);
  });
});

describe('several flows', () => {
  const night = { json: { name: 'night', components: [SECOND] } };
  const more = { ...SECOND, name: 'more' };

  it('are changed together', async () => {
    await rig.running();
    await rig.editor.createFlows(night, { by: 'ann' });
    const [main, other] = [await rig.flow(), await rig.flow('night')];
    const made = await rig.editor.replaceFlows(
      [
        { ...main, components: [...main.components, more], etag: await rig.tag() },
        { ...other, components: [more], etag: await rig.tag('night') },
      ],
      'ann',
    );
    expect(made.map(({ etag }) => etag)).toEqual([await rig.tag(), await rig.tag('night')]);
    expect(await rig.names()).toContain('more');
    expect(await rig.names('night')).toEqual(['more']);
    expect(rig.text()).toContain('hush');
  });

  it('stay as they were where one of them has another state, or one cannot be so', async () => {
    await rig.running();
    await rig.editor.createFlows(night, { by: 'ann' });
    const [main, other, before] = [await rig.flow(), await rig.flow('night'), rig.text()];
    const wanted = { ...main, components: [...main.components, more], etag: await rig.tag() };
    await expect(rig.editor.replaceFlows([wanted, { ...other, etag: '"old"' }], 'bob')).rejects.toMatchObject(
      {
        code: 'changed-meanwhile',
      },
    );
    const unfed = { name: 'night', components: [{ name: 'e', type: 'test-encoder', worker: 'one' }] };
    await expect(
      rig.editor.replaceFlows([wanted, { ...unfed, etag: await rig.tag('night') }], 'bob'),
    ).rejects.toMatchObject({ code: 'change-refused' });
    expect(rig.text()).toBe(before);
  });
});

describe('a change that fails', () => {
  it('in a job leaves file, job and planet as they were', async () => {
    const one = await rig.running();
    const [before, etag] = [rig.text(), await rig.tag()];
    one.refuse.set('/main/http', 'no');
    const change = rig.put(({ name, components }) => ({
      name,
      components: components.map((each) => {
        if (each.name === 'video') return { ...each, properties: { text: 'other' } };
        return each.name === 'http' ? { ...each, properties: { 'max-clients': 3 } } : each;
      }),
    }));
    await expect(change).rejects.toMatchObject({ message: expect.stringContaining('no') });
    expect(rig.text()).toBe(before);
    expect(await rig.tag()).toBe(etag);
    expect(one.spec('/main/video')?.properties['text']).toBe('hello');
    expect(rig.manager.show('video').mood).toBe('happy');
  });

  it('in the second of two files leaves both as they were', async () => {
    // Its name leaves no room for that of the file that is to replace it.
    const more = rig.manager.writeFurther(
      `${'x'.repeat(248)}.xml`,
      '<flow name="main"><component name="late" type="test-video" worker="one"/></flow>',
    );
    const one = await rig.running();
    await rig.manager.mood('late', 'happy');
    one.asked.length = 0;
    const [first, second, etag] = [rig.text(), readFileSync(more, 'utf8'), await rig.tag()];
    const change = rig.put((now) => ({
      ...now,
      components: now.components.map((each) => ({ ...each, label: 'new' })),
    }));
    await expect(change).rejects.toMatchObject({ code: 'file-unwritable' });
    expect([rig.text(), readFileSync(more, 'utf8'), await rig.tag()]).toEqual([first, second, etag]);
    expect(one.asked).toEqual([]);
    expect(rig.manager.show('video').label).toBeUndefined();
  });

  it('since the file was edited meanwhile, or cannot be read, loses nothing', async () => {
    await rig.running();
    rig.manager.write(FLOW.replace('hello', 'by hand'));
    await expect(
      rig.put((now) => ({ ...now, components: [...now.components, SECOND] })),
    ).rejects.toMatchObject({
      code: 'file-edited',
      status: 409,
    });
    expect(rig.text()).toContain('by hand');
    await rig.manager.control.load();
    await rig.put((now) => ({ ...now, components: [...now.components, SECOND] }));
    expect(rig.text()).toContain('by hand');
    rig.manager.write(`${FLOW}<flow name="broken">`);
    await expect(rig.put((now) => ({ ...now, components: [SECOND] }))).rejects.toMatchObject({
      code: 'planet-invalid',
    });
  });

  it('elsewhere in the file, edited by hand and not loaded, stays there and does not run', async () => {
    const one = await rig.running();
    rig.manager.write(
      `${FLOW}<flow name="later"><component name="x" type="test-video" worker="one"/></flow>`,
    );
    await rig.editor.addComponent('main', SECOND, { by: 'ann' });
    await rig.manager.mood('second', 'happy');
    expect(rig.text()).toContain('name="later"');
    expect(one.jobs.has('/later/x')).toBe(false);
    await rig.manager.control.load();
    await waitUntil('the rest', () => one.jobs.has('/later/x'));
  });
});
