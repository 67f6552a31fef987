import { errorText, FlumotionError } from '../errors';
import type { Logger } from '../log/logger';
import { componentId, type ComponentConfig } from '../model/planet';
import { withDefaults } from '../model/values';
import type { Behaviour, Context, Keycard, Message, Verdict } from '../plugin';
import { BouncerPlugs } from './bouncer-plugs';
import type { Types } from './planet';

/** Milliseconds a bouncer may take to start and to judge. */
const DEADLINE = 5000;

/** Decides who may log in to the manager. */
export interface Doorkeeper {
  judge(keycard: Keycard): Promise<Verdict>;
  close(): Promise<void>;
}

/** Lets nobody in: for a manager whose planet names no bouncer. */
export const CLOSED_DOOR: Doorkeeper = {
  judge: () =>
    Promise.resolve({
      admitted: false,
      reason:
        'the planet file of the manager declares no bouncer, and no account has been made; make the first one at /api/setup',
    }),
  close: () => Promise.resolve(),
};

/** The bouncer component of the manager, which runs in the manager's own process. */
export class ManagerBouncer implements Doorkeeper {
  private constructor(
    private readonly behaviour: Behaviour,
    private readonly context: Context,
    private readonly plugs: BouncerPlugs,
  ) {}

  /**
   * Starts the bouncer that a planet declares.
   * @throws FlumotionError `bouncer-failed` when its type is no bouncer or it cannot start.
   */
  static async start(config: ComponentConfig, types: Types, log: Logger): Promise<ManagerBouncer> {
    const definition = types.definition(config.type);
    const behaviour = definition.behaviour as Behaviour;
    if (!behaviour.authenticate) {
      throw FlumotionError.of('bouncer-failed', {
        name: config.name,
        reason: `${config.type} is no bouncer`,
      });
    }
    const own = log.child('bouncer', config.name);
    const say = (message: Message): void => {
      write(own, message);
    };
    const plugs = new BouncerPlugs(config, types, own, say);
    const values = withDefaults(definition.spec.properties ?? {}, config.properties);
    const context = bouncerContext(config, values, own, say, plugs);
    try {
      await plugs.start();
      await inTime(behaviour.start?.(context), 'its start');
    } catch (error) {
      await plugs.stop();
      throw FlumotionError.of(
        'bouncer-failed',
        { name: config.name, reason: errorText(error) },
        { cause: error },
      );
    }
    return new ManagerBouncer(behaviour, context, plugs);
  }

  async judge(keycard: Keycard): Promise<Verdict> {
    try {
      const verdict = await inTime(this.behaviour.authenticate?.(this.context, keycard), 'its answer');
      return verdict ?? { admitted: false, reason: 'the bouncer gave no answer' };
    } catch (error) {
      this.context.log.error(`the bouncer failed on a keycard: ${errorText(error)}`);
      return { admitted: false, reason: 'the bouncer of the manager failed' };
    }
  }

  async close(): Promise<void> {
    await inTime(this.behaviour.stop?.(this.context), 'its end').catch((error: unknown) => {
      this.context.log.warn(errorText(error));
    });
    await this.plugs.stop();
  }
}

function write(log: Logger, { level, text, advice }: Message): void {
  const line = advice === undefined ? text : `${text}; ${advice}`;
  if (level === 'error') log.error(line);
  else if (level === 'warning') log.warn(line);
  else log.info(line);
}

function bouncerContext(
  config: ComponentConfig,
  properties: Context['properties'],
  log: Logger,
  message: (message: Message) => void,
  plugs: BouncerPlugs,
): Context {
  const noMedia = (what: string): never => {
    throw new Error(`the manager's bouncer ${config.name} has no ${what}: it carries no media`);
  };
  return {
    id: componentId('manager', config.name),
    name: config.name,
    properties,
    log,
    stat: () => undefined,
    count: () => undefined,
    element: () => noMedia('element'),
    cue: () => noMedia('source'),
    now: () => noMedia('time'),
    line: () => noMedia('line'),
    player: () => noMedia('player'),
    decoder: () => noMedia('decoder'),
    eaters: () => [],
    keyUnits: () => noMedia('element'),
    tap: () => noMedia('tap'),
    inlet: () => noMedia('inlet'),
    message,
    clear: () => undefined,
    waitFor: () => undefined,
    plugs: (socket) => plugs.in(socket),
    localSocket: () => {
      throw new Error(`the manager's bouncer ${config.name} meets no components: it runs on no worker`);
    },
    memory: { recall: () => Promise.resolve(undefined), remember: () => Promise.resolve() },
    authenticate: () => Promise.reject(new Error("the manager's bouncer cannot ask another bouncer")),
    stay: () => noMedia('listener'),
  };
}

async function inTime<T>(work: T | Promise<T>, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(FlumotionError.of('deadline-passed', { what, seconds: DEADLINE / 1000 }));
    }, DEADLINE);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
