import { numbersOf, type Context, type PipelineElement } from '@flumotion/core/plugin';
import type { ConnectionValues } from './connection';

/** Seconds between looks at the element's figures. */
const INTERVAL = 2;

/** Live figures of both ends. */
export const FIGURES = {
  connected: { kind: 'gauge', description: '1 while the server is connected, else 0.' },
  connections: { kind: 'counter', description: 'Connections made since the component started.' },
  bitrate: { kind: 'gauge', unit: 'bit/s', description: 'Rate of what goes over the connection.' },
} as const;

const timers = new WeakMap<object, NodeJS.Timeout>();

/** Shows the rate of the element, every two seconds until `stopFigures`. */
export function showFigures(
  context: Context<ConnectionValues>,
  element: PipelineElement,
  field: 'in-bytes-total' | 'out-bytes-total',
): void {
  let before = 0;
  context.stat('connected', 0);
  context.stat('bitrate', 0);
  const show = (): void => {
    const bytes = numbersOf(element.get('stats'), field)[0] ?? 0;
    // A new connection counts from nothing.
    context.stat('bitrate', Math.round((Math.max(0, bytes - before) * 8) / INTERVAL));
    before = bytes;
  };
  timers.set(context, setInterval(show, INTERVAL * 1000).unref());
}

/** Ends what `showFigures` began. */
export function stopFigures(context: Context<ConnectionValues>): void {
  clearInterval(timers.get(context));
}

/** Notes that the connection stands, or no longer. */
export function noteConnection(context: Context<ConnectionValues>, connected: boolean): void {
  context.stat('connected', connected ? 1 : 0);
  if (connected) context.count('connections');
}
