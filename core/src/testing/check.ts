import type { AnyComponentSpec, ComponentDefinition, ComponentKind } from '../plugin';
import { validateValues } from '../model/values';
import { isComponent } from '../plugin';
import { checkFeeds } from './check-feeds';
import { checkOffers } from './check-offers';
import { checkPipeline } from './check-pipeline';
import { checkProperties } from './check-properties';
import { checkStats } from './check-stats';
import { checkDescription, NAME } from './check-text';

const KINDS: Readonly<Record<ComponentKind, { eats: boolean | undefined; feeds: boolean | undefined }>> = {
  producer: { eats: false, feeds: true },
  converter: { eats: true, feeds: true },
  encoder: { eats: true, feeds: true },
  decoder: { eats: true, feeds: true },
  combiner: { eats: true, feeds: true },
  muxer: { eats: true, feeds: true },
  consumer: { eats: true, feeds: false },
  bouncer: { eats: false, feeds: false },
  porter: { eats: false, feeds: false },
  misc: { eats: undefined, feeds: undefined },
};
const STEPS = [
  'video-producer',
  'audio-producer',
  'overlay',
  'video-encoder',
  'audio-encoder',
  'muxer',
  'consumer',
  'on-demand',
];
const MAX_CLOCK_PRIORITY = 1000;

/**
 * Every complaint about a component's declaration, each one sentence; an empty list when it is sound. Needs no
 * GStreamer. Whatever is handed over, it does not throw.
 * @example
 * ```ts
 * const complaints = (mine: ComponentDefinition): readonly string[] => checkComponent(mine); // [] when it is sound
 * ```
 */
export function checkComponent(definition: ComponentDefinition): readonly string[] {
  if (!isComponent(definition)) return ['this is not a component; make it with defineComponent'];
  try {
    return [...complaints(definition)];
  } catch (error) {
    return [`the declaration cannot be read: ${String(error)}`];
  }
}

function* complaints(definition: ComponentDefinition): Generator<string> {
  const { spec, behaviour } = definition;
  if (!NAME.test(spec.type)) {
    yield `type "${spec.type}": expected lower-case words joined by dashes, as theora-encoder`;
  }
  yield* checkDescription('the component', spec.description);
  yield* checkKind(spec);
  yield* checkProperties(spec.properties ?? {}, hasHooks(behaviour));
  yield* checkFeeds(spec);
  yield* checkStats(spec.stats ?? {});
  yield* checkOffers(definition);
  yield* checkRest(spec);
  yield* checkPipeline(spec);
  if (spec.kind === 'bouncer' && !behaviour.authenticate) {
    yield 'a bouncer needs behaviour.authenticate to judge keycards';
  }
  if (spec.kind !== 'bouncer' && behaviour.authenticate) {
    yield `behaviour.authenticate belongs to bouncers, this is a ${spec.kind}`;
  }
  for (const hook of ['review', 'left'] as const) {
    if (spec.kind !== 'bouncer' && behaviour[hook]) {
      yield `behaviour.${hook} belongs to bouncers, this is a ${spec.kind}`;
    }
  }
}

function hasHooks(behaviour: ComponentDefinition['behaviour']): boolean {
  return behaviour.start !== undefined || behaviour.changed !== undefined;
}

function* checkKind(spec: AnyComponentSpec): Generator<string> {
  const rule = Object.hasOwn(KINDS, spec.kind) ? KINDS[spec.kind] : undefined;
  if (!rule) {
    yield `kind "${spec.kind}": expected one of ${Object.keys(KINDS).join(', ')}`;
    return;
  }
  const sides = [
    ['eater', rule.eats, Object.keys(spec.eaters ?? {}).length > 0],
    ['feeder', rule.feeds, Object.keys(spec.feeders ?? {}).length > 0],
  ] as const;
  for (const [side, wanted, has] of sides) {
    if (wanted === true && !has) yield `a ${spec.kind} has at least one ${side}, this has none`;
    if (wanted === false && has) yield `a ${spec.kind} has no ${side}, this has one`;
  }
}

function* checkRest(spec: AnyComponentSpec): Generator<string> {
  const sockets = spec.sockets ?? [];
  for (const socket of sockets) {
    if (!NAME.test(socket)) {
      yield `socket "${socket}": expected lower-case words joined by dashes, as request-logger`;
    }
  }
  if (new Set(sockets).size < sockets.length) yield 'a socket is named twice';
  const priority = spec.clock?.priority;
  if (
    priority !== undefined &&
    !(Number.isInteger(priority) && priority >= 0 && priority <= MAX_CLOCK_PRIORITY)
  ) {
    yield `clock priority ${priority}: expected a whole number from 0 to ${MAX_CLOCK_PRIORITY}`;
  }
  for (const element of spec.needs?.elements ?? []) {
    if (!/^[a-z][\w-]*$/.test(element)) yield `needs names "${element}", which is no element factory`;
  }
  yield* checkDevices(spec);
  yield* checkWizard(spec);
}

function* checkDevices({ needs, properties = {} }: AnyComponentSpec): Generator<string> {
  for (const need of needs?.devices ?? []) {
    if (typeof need === 'string') continue;
    if (!/^\/dev\/[\w./:-]+\*?$/.test(need.files))
      yield `needs the device files "${need.files}": expected a path below /dev, as /dev/video0 or /dev/fw*`;
    if (need.unless && !Object.hasOwn(properties, need.unless[0]))
      yield `needs ${need.name} unless "${need.unless[0]}" has a value, which is no property`;
  }
}

function* checkWizard({ wizard, properties = {} }: AnyComponentSpec): Generator<string> {
  if (!wizard) return;
  if (!STEPS.includes(wizard.step)) {
    yield `wizard step "${wizard.step}": expected one of ${STEPS.join(', ')}`;
  }
  if (wizard.label === '') yield 'the wizard label is empty';
  for (const name of (wizard.pages ?? []).flat()) {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (!property) yield `the wizard asks for "${name}", which is no property`;
    else if (property.retired !== undefined) yield `the wizard asks for "${name}", which is retired`;
  }
  for (const name of wizard.required ?? []) {
    if (!(wizard.pages ?? []).flat().includes(name))
      yield `the wizard needs a value for "${name}", which it does not ask for`;
  }
  for (const { property, problem } of validateValues(properties, wizard.defaults ?? {}).problems) {
    if (wizard.defaults && Object.hasOwn(wizard.defaults, property))
      yield `the wizard proposes a wrong value for "${property}": ${problem}`;
  }
}
