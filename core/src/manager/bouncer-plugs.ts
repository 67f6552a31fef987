import { FlumotionError } from '../errors';
import type { Logger } from '../log/logger';
import { componentId, type ComponentConfig } from '../model/planet';
import type { Message, Plugged, PlugSockets } from '../plugin';
import { plugNames } from '../plugs/names';
import { plugged } from '../plugs/plugged';
import { RunningPlug } from '../plugs/running-plug';
import type { Types } from './planet';

/** The plugs of the manager's own bouncer. */
export class BouncerPlugs {
  private readonly plugs: readonly RunningPlug[];

  /** @throws FlumotionError `bouncer-failed` when one of them is not installed. */
  constructor(
    config: ComponentConfig,
    types: Pick<Types, 'plugDefinition'>,
    log: Logger,
    say: (message: Message) => void,
  ) {
    const names = plugNames(config.plugs.map(({ type }) => type));
    this.plugs = config.plugs.map(({ type, properties }, index) => {
      const definition = types.plugDefinition?.(type);
      if (!definition) {
        const reason = `its plug ${type} is not installed`;
        throw FlumotionError.of('bouncer-failed', { name: config.name, reason });
      }
      return new RunningPlug(names[index] ?? type, definition, properties, {
        id: componentId('manager', config.name),
        log,
        say,
        clear: () => undefined,
        stat: () => undefined,
        offers: {},
      });
    });
  }

  /** Starts them one after the other. @throws Error of the first that cannot. */
  async start(): Promise<void> {
    for (const plug of this.plugs) {
      const complaint = plug.check();
      if (complaint !== undefined) throw new Error(`plug ${plug.name}: ${complaint}`);
      await plug.start();
    }
  }

  /** Ends them all. Never rejects. */
  async stop(): Promise<void> {
    await Promise.all(this.plugs.map((plug) => plug.stop()));
  }

  /** The plugs of a socket, for the bouncer. */
  in<S extends keyof PlugSockets>(socket: S): readonly Plugged<S>[] {
    return plugged(this.plugs, socket);
  }
}
