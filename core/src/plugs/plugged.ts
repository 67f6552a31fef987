import type { Plugged, PlugSockets } from '../plugin';
import type { RunningPlug } from './running-plug';

/** The plugs of a socket as their component uses them: hooks without the context. */
export function plugged<S extends keyof PlugSockets>(
  plugs: readonly RunningPlug[],
  socket: S,
): readonly Plugged<S>[] {
  return plugs
    .filter(({ definition }) => definition.spec.socket === socket)
    .map((plug) => facade(plug) as Plugged<S>);
}

function facade(plug: RunningPlug): object {
  return new Proxy(
    {},
    {
      get: (_, hook) => {
        if (hook === 'type') return plug.definition.spec.type;
        return typeof hook === 'string' && hook !== 'then'
          ? (...args: readonly unknown[]): unknown => plug.ask(hook, ...args)
          : undefined;
      },
    },
  );
}
