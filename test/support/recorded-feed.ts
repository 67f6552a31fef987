import { readFileSync } from 'node:fs';
import type { FeedBuffer, FeedCaps, TapHandler } from '@flumotion/core/plugin';
import { parseCaps } from '../../core/src/feed/caps';
import { GDP_FLAGS, GdpParser } from '../../core/src/feed/gdp';

/** What a tap is told, in order. */
export type FeedItem =
  | { readonly kind: 'caps'; readonly caps: FeedCaps }
  | { readonly kind: 'buffer'; readonly buffer: FeedBuffer };

/** Reads a recorded feed (GDP, as `gdppay ! filesink` writes it). */
export function recordedFeed(path: string): FeedItem[] {
  const items: FeedItem[] = [];
  const parser = new GdpParser((packet) => {
    if (packet.kind === 'caps') items.push({ kind: 'caps', caps: parseCaps(packet.text) });
    if (packet.kind !== 'buffer') return;
    const { data, pts, duration, flags } = packet;
    items.push({
      kind: 'buffer',
      buffer: {
        data,
        delta: (flags & GDP_FLAGS.delta) !== 0,
        header: (flags & GDP_FLAGS.header) !== 0,
        discont: (flags & GDP_FLAGS.discont) !== 0,
        ...(pts === undefined ? {} : { pts }),
        ...(duration === undefined ? {} : { duration }),
      },
    });
  });
  parser.push(readFileSync(path));
  return items;
}

/** Tells a tap items of a feed, all at once. */
export function playFeed(items: readonly FeedItem[], tap: TapHandler): void {
  for (const item of items) {
    if (item.kind === 'caps') tap.caps(item.caps);
    else tap.buffer(item.buffer);
  }
}
