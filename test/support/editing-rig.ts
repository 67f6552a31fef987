import { readFileSync } from 'node:fs';
import type { ComponentJson, FlowJson } from '../../core/src/manager/edit/flow-json';
import type { PlanetEditor } from '../../core/src/manager/planet-editor';
import { FakeWorker } from './fake-worker';
import { TestManager } from './test-manager';

/** A chain of three components on the worker `one`, with a secret. */
export const FLOW = `<flow name="main">
  <component name="video" type="test-video" worker="one">
    <property name="text">hello</property>
    <property name="password">hush</property>
  </component>
  <component name="encoder" type="test-encoder" worker="one"><eater name="default"><feed>video</feed></eater></component>
  <component name="http" type="test-streamer" worker="one"><eater name="default"><feed>encoder</feed></eater></component>
</flow>`;

/** A component that eats nothing. */
export const SECOND: ComponentJson = { name: 'second', type: 'test-video', worker: 'one' };

/** A second streamer of the chain. */
export const AUDIENCE: ComponentJson = {
  name: 'audience',
  type: 'test-streamer',
  worker: 'one',
  eaters: { default: [{ feed: 'encoder' }] },
  properties: { port: 8801 },
};

/** A manager whose planet is edited, and a worker that runs it. */
export class EditingRig {
  readonly manager = new TestManager();
  readonly workers: FakeWorker[] = [];

  /** Runs a planet that has the three components of {@link FLOW}. @returns the worker, which was asked nothing since. */
  async running(inside = FLOW): Promise<FakeWorker> {
    await this.manager.write(inside).start();
    const worker = new FakeWorker('one');
    this.workers.push(worker);
    await worker.login(this.manager.port);
    for (const name of ['video', 'encoder', 'http']) await this.manager.mood(name, 'happy');
    worker.asked.length = 0;
    return worker;
  }

  get editor(): PlanetEditor {
    return this.manager.editor;
  }

  /** Text of the first planet file. */
  text(): string {
    return readFileSync(this.manager.file, 'utf8');
  }

  async flow(name = 'main'): Promise<FlowJson> {
    return (await this.editor.stored.flow(name)).value;
  }

  async tag(name = 'main'): Promise<string> {
    return (await this.editor.stored.flow(name)).etag;
  }

  async component(name: string): Promise<ComponentJson> {
    return (await this.editor.stored.component('main', name)).value;
  }

  async componentTag(name: string): Promise<string> {
    return (await this.editor.stored.component('main', name)).etag;
  }

  async names(name = 'main'): Promise<string[]> {
    return (await this.flow(name)).components.map((one) => one.name);
  }

  /** Makes a flow be another one. */
  async put(change: (flow: FlowJson) => FlowJson, name = 'main'): Promise<void> {
    const json = change(await this.flow(name));
    await this.editor.replaceFlow(name, { json }, { by: 'ann', ifMatch: await this.tag(name) });
  }

  async dispose(): Promise<void> {
    for (const worker of this.workers.splice(0)) worker.disconnect();
    await this.manager.dispose();
  }
}
