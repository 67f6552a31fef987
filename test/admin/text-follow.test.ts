import { createServer, connect, type AddressInfo, type Server } from 'node:net';
import { ManagerClient } from '../../admin/src/client/client';
import { withEvent } from '../../admin/src/client/planet-events';
import { Controller } from '../../admin/src/text/controller';
import type { PlanetState } from '../../core/src/cli';
import { commandedPlanet } from '../support/commanded-planet';
import { waitUntil } from '../support/wait-until';

const FLOW = '<flow name="main"><component name="video" type="test-video" worker="one"/></flow>';
const planet = commandedPlanet(FLOW);

/** Stands before the manager: counts who asks for the planet, and lets WebSockets through or does not. */
class Gate {
  asked = 0;
  webSockets = false;
  private readonly server: Server = createServer((near) => {
    const far = connect(planet.manager.port, '127.0.0.1');
    near.on('data', (data) => {
      const text = data.toString('latin1');
      this.asked += text.split('GET /api/planet ').length - 1;
      if (!this.webSockets && /upgrade: websocket/i.test(text)) near.end('HTTP/1.1 501 Not Here\r\n\r\n');
      else far.write(data);
    });
    far.on('data', (data) => near.write(data));
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const)
      one.on('error', () => undefined).on('close', () => other.destroy());
  });

  async open(): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return (this.server.address() as AddressInfo).port;
  }

  close(): void {
    this.server.close();
  }
}

/** Follows the planet through a gate until `work` is done. */
async function following(
  webSockets: boolean,
  work: (controller: Controller, gate: Gate) => Promise<void>,
): Promise<void> {
  const gate = new Gate();
  gate.webSockets = webSockets;
  const client = new ManagerClient({
    ...{ host: '127.0.0.1', port: await gate.open(), transport: 'tcp', timeout: 5000, loginFile: '' },
    login: { kind: 'user', user: 'user', password: 'test' },
    pin: () => undefined,
  });
  const controller = new Controller(client, () => undefined);
  controller.start();
  try {
    await work(controller, gate);
  } finally {
    controller.stop();
    client.close();
    gate.close();
  }
}

const moodOf = ({ current }: Controller): string | undefined =>
  current.planet?.flows.flatMap(({ components }) => components).find(({ name }) => name === 'video')?.mood;

test('the terminal view hears what changes, and asks for nothing meanwhile', async () => {
  await following(true, async (controller, gate) => {
    await waitUntil('the planet', () => moodOf(controller) === 'happy');
    const asked = gate.asked;
    await planet.manager.control.stop('main', 'video');
    await waitUntil('it to sleep', () => moodOf(controller) === 'sleeping');
    await planet.manager.control.start('main', 'video');
    await waitUntil('it to be happy', () => moodOf(controller) === 'happy');
    let told = 0;
    const end = controller.subscribe(() => (told += 1));
    await waitUntil('figures of three seconds', () => told >= 3);
    end();
    // The look that was under way when the first event came is the last one.
    expect(gate.asked - asked).toBeLessThanOrEqual(1);
  });
});

test('where no WebSocket comes through, it asks again and again', async () => {
  await following(false, async (controller, gate) => {
    await waitUntil('the planet', () => moodOf(controller) === 'happy');
    await planet.manager.control.stop('main', 'video');
    await waitUntil('it to sleep', () => moodOf(controller) === 'sleeping');
    const { asked } = gate;
    await waitUntil('two more looks', () => gate.asked >= asked + 2);
    expect(controller.current.trouble).toBeUndefined();
    await planet.manager.control.start('main', 'video');
    await waitUntil('it to be happy', () => moodOf(controller) === 'happy');
  });
});

describe('the planet after an event', () => {
  const event = (type: string, data: unknown): Parameters<typeof withEvent>[1] => ({
    ...{ id: 'a:1', time: 0, type, data },
  });
  const component = {
    ...{ id: '/main/video', flow: 'main', name: 'video', type: 'test', worker: 'one', wanted: 'running' },
    ...{ mood: 'happy', messages: [], properties: {}, stats: {}, plugs: [], eaters: [], feeders: [] },
  };
  const before = {
    ...{ name: 'club', version: '1', plugs: [] },
    flows: [{ name: 'main', components: [{ ...component, pid: 7, cpu: 0.5, stats: { a: 1 } }] }],
    workers: [{ name: 'one', online: true, address: '', hostname: '', packages: [] }],
  } as unknown as PlanetState;

  it('keeps the figures, which an event of a component leaves out, while its job is there', () => {
    const { stats: _, ...told } = component;
    const [running] = withEvent(before, event('component', { ...told, pid: 7, mood: 'hungry' })).flows[0]!
      .components;
    expect(running).toMatchObject({ mood: 'hungry', cpu: 0.5, stats: { a: 1 } });
    const [stopped] = withEvent(before, event('component', { ...told, mood: 'sleeping' })).flows[0]!
      .components;
    expect(stopped!.cpu).toBeUndefined();
  });

  it('has what came and not what went', () => {
    const more = withEvent(
      before,
      event('component', { ...component, id: '/new/x', flow: 'new', name: 'x' }),
    );
    expect(more.flows.map(({ name }) => name)).toEqual(['main', 'new']);
    expect(withEvent(before, event('component-removed', { id: '/main/video' })).flows[0]!.components).toEqual(
      [],
    );
    expect(withEvent(before, event('flow', { name: 'main' })).flows).toEqual([]);
    expect(withEvent(before, event('flow', { name: 'empty', etag: '"1"' })).flows).toHaveLength(2);
    expect(withEvent(before, event('worker-removed', { name: 'one' })).workers).toEqual([]);
    const away = { ...before.workers[0], online: false };
    expect(withEvent(before, event('worker', away)).workers).toEqual([away]);
    expect(withEvent(before, event('worker', { ...away, name: 'two' })).workers).toHaveLength(2);
  });

  it('has the figures that were told', () => {
    const told = { components: { '/main/video': { cpu: 0.75, stats: { a: 2 } } }, feeds: [] };
    expect(withEvent(before, event('figures', told)).flows[0]!.components[0]).toMatchObject({
      ...{ cpu: 0.75, stats: { a: 2 }, mood: 'happy' },
    });
    expect(withEvent(before, event('message', {}))).toBe(before);
  });
});
