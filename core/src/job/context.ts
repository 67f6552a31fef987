import type { ComponentDefinition, Context, Keycard, Memory, PropertyValues, Verdict } from '../plugin';
import type { Logger } from '../log/logger';
import { parseComponentId } from '../model/planet';
import { statKey } from '../plugs/stat-key';
import type { Media } from './media';
import type { MoodKeeper } from './mood-keeper';
import type { JobPlugs } from './plugs';
import type { Stays } from './stays';

/** Asks a bouncer of the planet. */
export type Authenticator = (bouncer: string, keycard: Keycard) => Promise<Verdict>;

/** What a context is made of. */
export interface ContextParts {
  readonly id: string;
  readonly definition: ComponentDefinition;
  /** Read at each access, so that live changes are visible. */
  readonly properties: () => PropertyValues;
  readonly log: Logger;
  readonly mood: MoodKeeper;
  readonly stats: Map<string, number | string>;
  readonly media: Media | undefined;
  readonly plugs: Pick<JobPlugs, 'in'>;
  readonly authenticate: Authenticator;
  readonly stays: Pick<Stays, 'add'>;
  readonly localSocket: (name: string) => string;
  readonly memory: Memory;
  /** Called after a stat changed. */
  readonly changed: () => void;
}

/** Makes the context that a component's behaviour is handed. */
export function makeContext(parts: ContextParts): Context {
  const { definition, mood, stats, media } = parts;
  const key = (name: string, of?: string): string =>
    statKey(definition.spec.stats, definition.spec.type, name, of);
  return {
    id: parts.id,
    name: parseComponentId(parts.id).component,
    get properties() {
      return parts.properties();
    },
    log: parts.log,
    stat(name, value, of) {
      const figure = key(name, of);
      if (stats.get(figure) === value) return;
      stats.set(figure, value);
      parts.changed();
    },
    count(name, by = 1) {
      const figure = key(name);
      stats.set(figure, Number(stats.get(figure) ?? 0) + by);
      parts.changed();
    },
    element(name) {
      const element = media?.element(name);
      if (!element) throw new Error(`the pipeline of ${definition.spec.type} has no element named ${name}`);
      return element;
    },
    cue(cue) {
      if (!media) throw new Error(`${definition.spec.type} has no pipeline and so nothing to cue`);
      media.cue(cue);
    },
    now() {
      if (!media) throw new Error(`${definition.spec.type} has no pipeline and so no running time`);
      return media.now();
    },
    line(line) {
      if (!media) throw new Error(`${definition.spec.type} has no pipeline and so no line ${line.bin}`);
      media.line(line);
    },
    player(spec) {
      if (!media) throw new Error(`${definition.spec.type} has no pipeline and so no player`);
      return media.player(spec);
    },
    decoder(spec) {
      if (!media) throw new Error(`${definition.spec.type} has no pipeline and so no decoder`);
      return media.decoder(spec);
    },
    keyUnits(element, interval) {
      if (!media) throw new Error(`${definition.spec.type} has no pipeline and so no element ${element}`);
      media.keyUnits(element, interval);
    },
    eaters: () => media?.flows() ?? [],
    tap(name, handler) {
      if (!media) throw new Error(`${definition.spec.type} has no pipeline and so no tap ${name}`);
      media.tap(name, handler);
    },
    inlet(name) {
      if (!media) throw new Error(`${definition.spec.type} has no pipeline and so no inlet ${name}`);
      return media.inlet(name);
    },
    message: (message) => {
      mood.say(message);
    },
    clear: (id) => {
      mood.clear(id);
    },
    waitFor: (reason) => {
      mood.wait(reason);
    },
    plugs: (socket) => parts.plugs.in(socket),
    authenticate: parts.authenticate,
    stay: (bouncer, keycard, duration, ejected, granted) =>
      parts.stays.add(bouncer, keycard, duration, ejected, granted),
    localSocket: parts.localSocket,
    memory: parts.memory,
  };
}
