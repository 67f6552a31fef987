import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Catalogue } from '../catalogue';
import { errorText } from '../errors';
import type { Logger } from '../log/logger';
import { componentId, type PlugConfig } from '../model/planet';
import type { AdminAction, BuiltPages, Keycard, PlugDefinition, PlugOffers, ShownComponent } from '../plugin';
import { plugNames } from '../plugs/names';
import { RunningPlug } from '../plugs/running-plug';
import type { Types } from './planet';

/** Longest identity that is taken from a plug. */
const MAX_IDENTITY = 200;

/** A plug of the manager as people and programs see it. */
export interface ManagerPlugState {
  readonly name: string;
  readonly type: string;
  readonly socket: string;
  /** Why it does not run. */
  readonly problem?: string;
}

/** What is asked of the installed plug types. */
type PlugTypes = Pick<Types, 'plugDefinition'> & Partial<Pick<Catalogue, 'plugs'>>;

interface Placed {
  readonly plug: RunningPlug;
  problem: string | undefined;
}

/** The plugs of the manager. One that cannot start is reported and left out; the manager goes on. */
export class ManagerPlugs {
  private readonly placed: readonly Placed[];
  private components: () => readonly ShownComponent[] = () => [];
  private folders: readonly string[] = [];

  /** @param manager - name of the manager. */
  constructor(
    private readonly manager: string,
    configs: readonly PlugConfig[],
    types: PlugTypes,
    private readonly log: Logger,
  ) {
    const all = [...configs, ...unnamed(configs, types)];
    const names = plugNames(all.map(({ type }) => type));
    this.placed = all.flatMap((config, index) => {
      const definition = types.plugDefinition?.(config.type);
      if (!definition) {
        log.error(`the plug ${config.type} is not installed`);
        return [];
      }
      return [{ plug: this.make(definition, names[index] ?? config.type, config), problem: undefined }];
    });
  }

  /** Starts them one after the other. @param components shows the planet to plugs of the socket `manager`. */
  async start(components: () => readonly ShownComponent[]): Promise<void> {
    this.components = components;
    for (const one of this.placed) {
      const complaint = one.plug.check();
      try {
        if (complaint !== undefined) throw new Error(complaint);
        await one.plug.start();
      } catch (error) {
        one.problem = errorText(error);
        this.log.error(`the manager goes on without the plug ${one.plug.name}: ${one.problem}`);
      }
    }
    await this.findPages();
  }

  /** Folders of built pages, in the order of the plugs that have them. */
  get pageFolders(): readonly string[] {
    return this.folders;
  }

  /** Ends them, the last first. */
  async stop(): Promise<void> {
    for (const { plug } of [...this.placed].reverse()) await plug.stop();
  }

  /** What they are and which of them do not run. */
  states(): readonly ManagerPlugState[] {
    return this.placed.map(({ plug, problem }) => {
      const { type, socket } = plug.definition.spec;
      return { name: plug.name, type, socket, ...(problem === undefined ? {} : { problem }) };
    });
  }

  /** Tells plugs of the socket `admin-action` that somebody is about to change something. */
  record(action: AdminAction): void {
    for (const plug of this.in('admin-action')) plug.ask('action', action);
  }

  /** A name for somebody who was admitted: that of the first plug of the socket `identity` that has one, else `user@address`. */
  async identify({ password: _password, token: _token, ...keycard }: Keycard): Promise<string> {
    for (const plug of this.in('identity')) {
      const identity = await plug.ask('identify', keycard);
      if (typeof identity === 'string' && identity !== '') return identity.slice(0, MAX_IDENTITY);
    }
    return `${keycard.user ?? ''}@${keycard.address}`;
  }

  private async findPages(): Promise<void> {
    const folders: string[] = [];
    for (const one of this.placed) {
      if (one.plug.definition.spec.socket !== 'manager-pages' || one.problem !== undefined) continue;
      const folder = ((await one.plug.ask('pages')) as Partial<BuiltPages> | undefined)?.folder;
      if (typeof folder === 'string' && isAbsolute(folder) && existsSync(join(folder, 'index.html'))) {
        folders.push(folder);
      } else {
        one.problem = `there is no index.html in its folder of pages, ${JSON.stringify(folder ?? null)}; it may not have been built`;
        this.log.error(`the manager goes on without the plug ${one.plug.name}: ${one.problem}`);
      }
    }
    this.folders = folders;
  }

  private in(socket: string): readonly RunningPlug[] {
    return this.placed.map(({ plug }) => plug).filter(({ definition }) => definition.spec.socket === socket);
  }

  private make(definition: PlugDefinition, name: string, config: PlugConfig): RunningPlug {
    const { log } = this;
    const offers: PlugOffers['manager'] = { manager: this.manager, components: () => this.components() };
    return new RunningPlug(name, definition, config.properties, {
      id: componentId('manager', this.manager),
      log,
      say: ({ text, advice }) => {
        log.warn(advice === undefined ? text : `${text}; ${advice}`);
      },
      clear: () => undefined,
      stat: () => undefined,
      offers: definition.spec.socket === 'manager' ? offers : {},
    });
  }
}

/** Plugs with pages that are installed and not named in the planet file: they are used by themselves. */
function unnamed(configs: readonly PlugConfig[], types: PlugTypes): readonly PlugConfig[] {
  const named = new Set(configs.map(({ type }) => type));
  return (types.plugs?.() ?? [])
    .filter(({ type, value }) => value.spec.socket === 'manager-pages' && !named.has(type))
    .map(({ type }) => ({ type, properties: {} }));
}
