import type { ComponentState } from '@flumotion/core/cli';
import { bytesText, cellText, pairsText, tableText, timeText, type CellValue } from './show';

/** A table of components, with further keys as columns. */
export function componentTable(components: readonly ComponentState[], extra: readonly string[] = []): string {
  return tableText(
    ['component', 'type', 'worker', 'mood', ...extra, 'reason'],
    components.map((one) => [
      ...[one.id, one.type, one.worker, one.mood],
      ...extra.map((key) => stateOf(one, key)),
      one.reason,
    ]),
  );
}

/** All that is known of a component, for people. */
export function componentText(one: ComponentState): string {
  const parts = [
    pairsText([
      ['component', one.id],
      ['type', one.type],
      ['label', one.label],
      ['worker', one.worker],
      ['wanted', one.wanted],
      ['mood', one.mood],
      ['reason', one.reason],
      ['started', one.started === undefined ? undefined : timeText(one.started)],
      ['pid', one.pid],
      ['cpu', one.cpu === undefined ? undefined : `${(one.cpu * 100).toFixed(1)} %`],
      ['memory', one.memory === undefined ? undefined : bytesText(one.memory)],
      ['restarts', one.restarts],
    ]),
    section('properties', pairsText(Object.entries(one.properties as Record<string, CellValue>))),
    section('figures', pairsText(Object.entries(one.stats))),
    ...one.plugs.map((plug) =>
      section(
        `plug ${plug.name} (${plug.type})`,
        pairsText(Object.entries(plug.properties as Record<string, CellValue>)),
      ),
    ),
    section('eaters', eaterLines(one)),
    section('feeders', feederLines(one)),
    section('messages', messageLines(one.messages)),
  ];
  return parts.join('');
}

/** Messages, the newest last. */
export function messageLines(messages: ComponentState['messages']): string {
  return messages
    .map(({ level, text, advice, time }) =>
      [
        timeText(time),
        ' ',
        level.toUpperCase(),
        ' ',
        cellText(text),
        advice ? ` (${cellText(advice)})` : '',
        '\n',
      ].join(''),
    )
    .join('');
}

/** Keys of what is known of a component, each of which `stateOf` gives. */
export function stateKeys(one: ComponentState): string[] {
  const plain = [
    'id',
    'type',
    'label',
    'worker',
    'wanted',
    'mood',
    'reason',
    'pid',
    'started',
    'cpu',
    'memory',
    'restarts',
  ];
  return [
    ...plain.filter((key) => key in one),
    ...Object.keys(one.stats),
    ...Object.keys(one.properties),
    ...one.plugs.flatMap(({ name, properties }) => Object.keys(properties).map((key) => `${name}:${key}`)),
  ];
}

/** What is known of a component under a key: a figure, a property (`plug:property` of a plug), or something of itself. */
export function stateOf(one: ComponentState, key: string): CellValue {
  if (Object.hasOwn(one.stats, key)) return one.stats[key];
  if (Object.hasOwn(one.properties, key)) return one.properties[key];
  const colon = key.indexOf(':');
  const plug = colon < 0 ? undefined : one.plugs.find(({ name }) => name === key.slice(0, colon));
  if (plug) return plug.properties[key.slice(colon + 1)];
  return Object.hasOwn(one, key) ? (one as unknown as Record<string, CellValue>)[key] : undefined;
}

function section(title: string, text: string): string {
  if (text === '') return '';
  const lines = text
    .trimEnd()
    .split('\n')
    .map((line) => `  ${line}`);
  return `${cellText(title)}\n${lines.join('\n')}\n`;
}

function eaterLines({ eaters }: ComponentState): string {
  return eaters
    .map(({ alias, feed, connected, reason }) => {
      const state = connected
        ? 'connected'
        : `not connected${reason === undefined ? '' : `: ${cellText(reason)}`}`;
      return `${cellText(alias)} eats ${cellText(feed)}, ${state}\n`;
    })
    .join('');
}

function feederLines({ feeders }: ComponentState): string {
  return feeders
    .flatMap(({ feeder, clients }) =>
      clients.length === 0
        ? [`${cellText(feeder)} feeds nobody\n`]
        : clients.map(
            ({ client, bytes, dropped }) =>
              `${cellText(feeder)} feeds ${cellText(client)}, ${bytesText(bytes)}, ${dropped} buffers dropped\n`,
          ),
    )
    .join('');
}
