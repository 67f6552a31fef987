import { isPlug, pipelineText, SOCKETS, type AnyPlugSpec, type PlugDefinition } from '../plugin';
import { checkStats } from './check-stats';
import { checkProperties, targetsOf } from './check-properties';
import { checkDescription, NAME } from './check-text';
import { namesIn } from './names';
import { sampleText, sampleValues } from './sample-values';

/** What a plug on any socket may have beside the hooks of its socket. */
const LIFE = ['check', 'start', 'stop', 'changed'];
const MEDIA = ['video/x-raw', 'audio/x-raw'];

/**
 * Every complaint about a plug's declaration and the hooks its socket asks for, each one sentence; an empty list when it
 * is sound. Needs no GStreamer. Whatever is handed over, it does not throw.
 * @example
 * ```ts
 * const complaints = (mine: PlugDefinition): readonly string[] => checkPlug(mine); // [] when it is sound
 * ```
 */
export function checkPlug(definition: PlugDefinition): readonly string[] {
  if (!isPlug(definition)) return ['this is not a plug; make it with definePlug'];
  try {
    return [...complaints(definition)];
  } catch (error) {
    return [`the declaration cannot be read: ${String(error)}`];
  }
}

function* complaints({ spec, behaviour }: PlugDefinition): Generator<string> {
  if (!NAME.test(spec.type)) {
    yield `type "${spec.type}": expected lower-case words joined by dashes, as requestlogger-file`;
  }
  yield* checkDescription('the plug', spec.description);
  yield* checkSocket(spec, behaviour);
  const hooked = behaviour.start !== undefined || behaviour.changed !== undefined || spec.socket !== 'effect';
  yield* checkProperties(spec.properties ?? {}, hooked);
  yield* checkStats(spec.stats ?? {});
  for (const element of spec.needs?.elements ?? []) {
    if (!/^[a-z][\w-]*$/.test(element)) yield `needs names "${element}", which is no element factory`;
  }
  yield* checkEffect(spec);
}

function* checkSocket(spec: AnyPlugSpec, behaviour: PlugDefinition['behaviour']): Generator<string> {
  if (!NAME.test(spec.socket)) {
    yield `socket "${spec.socket}": expected lower-case words joined by dashes, as request-logger`;
    return;
  }
  const facts = Object.hasOwn(SOCKETS, spec.socket)
    ? SOCKETS[spec.socket as keyof typeof SOCKETS]
    : undefined;
  for (const hook of facts?.hooks ?? []) {
    if (typeof behaviour[hook] !== 'function')
      yield `a plug of the socket ${spec.socket} needs the hook ${hook}`;
  }
  for (const [name, hook] of Object.entries(behaviour)) {
    if (typeof hook !== 'function') yield `the hook ${name} is no function`;
    else if (facts && ![...LIFE, ...facts.hooks, ...facts.may].includes(name)) {
      yield `the socket ${spec.socket} has no hook ${name}`;
    }
  }
}

function* checkEffect(spec: AnyPlugSpec): Generator<string> {
  if (spec.socket !== 'effect') {
    if (spec.caps !== undefined) yield 'caps are for plugs of the socket effect';
    if (spec.pipeline !== undefined) yield 'pipeline text is for plugs of the socket effect';
    for (const [name, property] of Object.entries(spec.properties ?? {})) {
      if (targetsOf(property).length > 0) yield `property "${name}" has "sets", but the plug has no pipeline`;
    }
    return;
  }
  if (!MEDIA.includes(spec.caps ?? '')) yield `an effect has the caps ${MEDIA.join(' or ')}`;
  if (spec.pipeline === undefined) {
    yield 'an effect needs pipeline text';
    return;
  }
  const complaints = new Set<string>();
  for (const values of sampleValues(spec.properties ?? {})) {
    let text: string;
    try {
      text = pipelineText(spec, values) ?? '';
    } catch (error) {
      yield `the pipeline function throws for ${JSON.stringify(values)}: ${String(error)}`;
      return;
    }
    for (const complaint of checkText(text)) complaints.add(complaint);
    const names = namesIn(text);
    for (const [name, property] of Object.entries(spec.properties ?? {})) {
      if (values[name] === undefined) continue;
      for (const target of targetsOf(property)) {
        const element = target.split('.', 1)[0] ?? '';
        if (!names.includes(element))
          complaints.add(`property "${name}" sets "${target}", but the pipeline has no name=${element}`);
      }
    }
  }
  yield* complaints;
}

function* checkText(text: string): Generator<string> {
  if (text.trim() === '') yield 'the pipeline text is empty';
  if (sampleText(text)) yield 'a value enters the pipeline text; set it on a named element instead';
  if (text.includes('@')) yield 'the text of an effect has no placeholders: its ends are open';
  const names = namesIn(text);
  for (const name of new Set(names)) {
    if (names.indexOf(name) !== names.lastIndexOf(name)) yield `the pipeline has name=${name} twice`;
  }
}
