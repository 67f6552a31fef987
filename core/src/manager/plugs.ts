import { errorText } from '../errors';
import type { Logger } from '../log/logger';
import { componentId, type PlugConfig } from '../model/planet';
import type { AdminAction, Keycard, PlugDefinition, PlugOffers, ShownComponent } from '../plugin';
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

interface Placed {
  readonly plug: RunningPlug;
  problem: string | undefined;
}

/** The plugs of the manager. One that cannot start is reported and left out; the manager goes on. */
export class ManagerPlugs {
  private readonly placed: readonly Placed[];
  private components: () => readonly ShownComponent[] = () => [];

  /** @param manager - name of the manager. */
  constructor(
    private readonly manager: string,
    configs: readonly PlugConfig[],
    types: Pick<Types, 'plugDefinition'>,
    private readonly log: Logger,
  ) {
    const names = plugNames(configs.map(({ type }) => type));
    this.placed = configs.flatMap((config, index) => {
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
