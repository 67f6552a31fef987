/**
 * Plays media files by a schedule.
 * @module
 */
import { isAbsolute } from 'node:path';
import { defineComponent, takeLevel } from '@flumotion/core/plugin';
import { declaration, type Values } from './declaration';
import { Station } from './station';

const stations = new WeakMap<object, Station>();

const PLACES = ['playlist', 'playlist-directory', 'base-directory'] as const;

export default defineComponent(declaration, {
  check,
  async start(context) {
    const station = new Station(context);
    stations.set(context, station);
    await station.start();
  },
  changed(context, name) {
    stations.get(context)?.changed(name);
  },
  stop(context) {
    stations.get(context)?.stop();
  },
  tables: { schedule: (context) => stations.get(context)?.schedule() ?? [] },
  elementMessage(context, message) {
    takeLevel(context, message);
  },
});

function check(p: Values): string | undefined {
  if (!p.video && !p.audio) return 'neither video nor audio is fed; set one of them to true';
  for (const name of PLACES) {
    const value = p[name];
    if (value === undefined || value === '') continue;
    if (value.includes('://')) return `${name} ${value} is a URL; name a place on the worker's machine`;
    if (!isAbsolute(value)) return `${name} ${value} must begin with a slash`;
  }
  return undefined;
}
