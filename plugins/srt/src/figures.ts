import { numbersOf, type Context, type PipelineElement } from '@flumotion/core/plugin';
import type { ConnectionValues } from './connection';

/** Milliseconds between looks at the element's figures. */
const INTERVAL = 2000;

/** Live figures of both ends. */
export const FIGURES = {
  peers: { kind: 'gauge', description: 'Connections that are up.' },
  rtt: { kind: 'gauge', unit: 'ms', description: 'Round trip time; the longest of all connections.' },
  bitrate: { kind: 'gauge', unit: 'bit/s', description: 'Rate of the stream, of all connections together.' },
  lost: { kind: 'gauge', description: 'Packets lost on the way, of the connections that are up.' },
  retransmitted: {
    kind: 'gauge',
    description: 'Packets sent again, of the connections that are up.',
  },
} as const;

/** What the element calls its figures. */
export interface FigureNames {
  readonly rate: string;
  readonly lost: string;
  readonly retransmitted: string;
}

const timers = new WeakMap<object, NodeJS.Timeout>();

/** Shows the element's figures, every two seconds until `stopFigures`. */
export function showFigures(
  context: Context<ConnectionValues>,
  element: PipelineElement,
  names: FigureNames,
): void {
  const show = (): void => {
    const stats = element.get('stats');
    const all = (field: string): readonly number[] => numbersOf(stats, field);
    const sum = (field: string): number => all(field).reduce((total, one) => total + one, 0);
    context.stat('peers', all('rtt-ms').length);
    context.stat('rtt', Math.round(Math.max(0, ...all('rtt-ms')) * 10) / 10);
    context.stat('bitrate', Math.round(sum(names.rate) * 1e6));
    context.stat('lost', sum(names.lost));
    context.stat('retransmitted', sum(names.retransmitted));
  };
  show();
  timers.set(context, setInterval(show, INTERVAL).unref());
}

/** Ends what `showFigures` began. */
export function stopFigures(context: Context<ConnectionValues>): void {
  clearInterval(timers.get(context));
}
