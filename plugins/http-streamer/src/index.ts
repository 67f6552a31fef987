/**
 * Serves streams over HTTP to any number of listeners.
 * @module
 */
import { defineComponent, type Behaviour, type Context } from '@flumotion/core/plugin';
import type { visitorActions, visitorTables } from '@flumotion/web';
import { declaration, type SharedProperties } from './declaration';
import type { MetadataInterval } from './icy';
import { framedInterval, icyDeclaration } from './icy-declaration';
import { checkHttpProperties, checkProperties } from './settings';
import { Streamer } from './streamer';

const running = new WeakMap<object, Streamer>();

/** @param interval - bytes between two blocks of metadata, by the properties as they are now. */
function behaviour<P extends SharedProperties>(
  interval: (properties: P) => MetadataInterval,
): Behaviour<P, typeof visitorTables, typeof visitorActions> {
  return {
    async start(context: Context<P>) {
      for (const name of ['porter-socket-path', 'porter-username', 'porter-password'] as const) {
        if (context.properties.type === 'master' && context.properties[name] !== undefined)
          context.log.warn(`${name} has no use with type master; ignored`);
      }
      const streamer = new Streamer(context, (bitrate) => interval(context.properties)(bitrate));
      running.set(context, streamer);
      await streamer.start();
    },

    changed(context) {
      running.get(context)?.changed();
    },

    stop(context) {
      running.get(context)?.stop();
    },

    tables: {
      listeners: (context) => running.get(context)?.visitors.listeners() ?? [],
      departures: (context) => running.get(context)?.visitors.departures() ?? [],
    },

    actions: {
      'eject-listener': (context, meant) => ({ ejected: running.get(context)?.visitors.eject(meant) ?? 0 }),
    },
  };
}

/** Serves a stream of any format. */
export const httpStreamer = defineComponent(declaration, {
  check: checkHttpProperties,
  ...behaviour((properties) => () => properties['icy-metadata-interval']),
});

/** Serves MP3 or AAC with titles. */
export const icyStreamer = defineComponent(icyDeclaration, {
  check: checkProperties,
  ...behaviour((properties) => (bitrate) => framedInterval(properties, bitrate)),
});

export default [httpStreamer, icyStreamer];
