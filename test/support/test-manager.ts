import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Catalogue } from '../../core/src/catalogue';
import { managerContainer } from '../../core/src/container';
import { readPlanetFile } from '../../core/src/config/planet-file';
import { parseLevels } from '../../core/src/log/levels';
import { Logger, formatLine } from '../../core/src/log/logger';
import type { ManagerControl } from '../../core/src/manager/control';
import type { ComponentState } from '../../core/src/manager/describe';
import { HttpServer } from '../../core/src/manager/http-server';
import { Manager } from '../../core/src/manager/manager';
import type { PlanetEditor } from '../../core/src/manager/planet-editor';
import { PLANET_EDITOR } from '../../core/src/tokens';
import { managerCatalogue } from './manager-catalogue';
import { waitUntil } from './wait-until';

const BOUNCER =
  '<manager name="test"><host>127.0.0.1</host><component name="door" type="test-bouncer"/></manager>';

/** A manager in this process on a free port, with its own planet file and state folder. */
export class TestManager {
  readonly dir = mkdtempSync(join(tmpdir(), 'flumotion-manager-'));
  readonly file = join(this.dir, 'planet.xml');
  readonly stateDir = join(this.dir, 'state');
  readonly log: string[] = [];
  port = 0;
  private readonly further: string[] = [];
  private manager: Manager | undefined;
  private catalogue: Catalogue = managerCatalogue();
  private planetEditor: PlanetEditor | undefined;

  constructor(private readonly transport: 'tcp' | 'ssl' = 'tcp') {}

  /** Writes the planet file: the manager's part and what is given. */
  write(inside: string, manager = BOUNCER): this {
    writeFileSync(this.file, `<planet>${manager}${inside}</planet>`);
    return this;
  }

  /** Has it know other types than those of the tests. */
  with({ catalogue }: { readonly catalogue: Catalogue }): this {
    this.catalogue = catalogue;
    return this;
  }

  /** Writes a further planet file, which the next start reads after the first. @returns its path. */
  writeFurther(name: string, inside: string): string {
    const file = join(this.dir, name);
    writeFileSync(file, `<planet>${inside}</planet>`);
    if (!this.further.includes(file)) this.further.push(file);
    return file;
  }

  /** Starts a manager over what is in the folder; a second start is a restart. */
  async start(): Promise<this> {
    const { catalogue } = this;
    const { planet } = readPlanetFile(this.file, catalogue);
    const settings = {
      name: 'test',
      host: '127.0.0.1',
      port: 0,
      transport: this.transport,
      certificate: undefined,
      stateDir: this.stateDir,
      debug: undefined,
    };
    const log = new Logger((line) => this.log.push(formatLine(line)), parseLevels('*:3'), 'manager', 'test');
    const parts = { catalogue, files: [this.file, ...this.further], bouncer: planet.manager?.bouncer };
    const container = await managerContainer(settings, parts, log);
    this.manager = container.resolve(Manager);
    this.planetEditor = container.resolve(PLANET_EDITOR);
    await this.manager.start();
    this.port = container.resolve(HttpServer).port;
    return this;
  }

  get control(): ManagerControl {
    if (!this.manager) throw new Error('the manager is not started');
    return this.manager.control;
  }

  get editor(): PlanetEditor {
    if (!this.planetEditor) throw new Error('the manager is not started');
    return this.planetEditor;
  }

  /** A component of the flow `main` as the manager shows it. */
  show(name: string, flow = 'main'): ComponentState {
    return this.control.component(flow, name);
  }

  /** Waits for a mood. */
  async mood(name: string, mood: string): Promise<ComponentState> {
    const what = (): string => JSON.stringify(this.show(name));
    await waitUntil(`mood ${mood} of ${name}`, () => this.show(name).mood === mood).catch(
      (error: unknown) => {
        throw new Error(`${String(error)}: ${what()}`);
      },
    );
    return this.show(name);
  }

  async stop(): Promise<void> {
    await this.manager?.stop();
    this.manager = undefined;
  }

  /** Stops the manager and removes its folder. */
  async dispose(): Promise<void> {
    await this.stop();
    // A look at the planet that was under way may still store what it found.
    rmSync(this.dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
}
