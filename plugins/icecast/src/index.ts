/**
 * Fetches a stream from an Icecast or other radio server.
 * @module
 */
import { defineComponent } from '@flumotion/core/plugin';
import { declaration } from './declaration';
import { Station } from './station';

const stations = new WeakMap<object, Station>();

export default defineComponent(declaration, {
  check({ url, user, password }) {
    const parsed = URL.canParse(url) ? new URL(url) : undefined;
    if (!parsed || !/^https?:$/.test(parsed.protocol)) return 'url must begin with http:// or https://';
    if (parsed.username !== '' || parsed.password !== '') {
      return 'url holds a user or password, which would be seen by everybody; set user and password instead';
    }
    return password !== undefined && user === undefined ? 'password is given, but no user' : undefined;
  },
  start(context) {
    const station = new Station(context);
    stations.set(context, station);
    station.begin();
  },
  stop(context) {
    stations.get(context)?.close();
  },
});
