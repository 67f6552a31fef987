import { pipelineText, type AnyComponentSpec, type HasElement, type PropertyValues } from '../plugin';
import { targetsOf } from './check-properties';
import { namesIn } from './names';
import { sampleText, sampleValues } from './sample-values';

const PLACEHOLDER = /@([^@\s]*)@/g;

/** Complaints about the pipeline text, in every form the values let it take, and about what refers into it. */
export function* checkPipeline(spec: AnyComponentSpec): Generator<string> {
  if (spec.userPipeline !== undefined) {
    yield* checkUserPipeline(spec, spec.userPipeline);
    return;
  }
  const complaints = new Set<string>();
  let texts = 0;
  for (const values of sampleValues(spec.properties ?? {})) {
    const forms = new Set<string | undefined>();
    try {
      for (const has of machines()) forms.add(pipelineText(spec, values, has));
    } catch (error) {
      yield `the pipeline function throws for ${JSON.stringify(values)}: ${String(error)}`;
      return;
    }
    for (const text of forms) {
      if (text !== undefined) {
        texts++;
        for (const complaint of checkText(spec, text)) complaints.add(complaint);
      }
      const names = new Set(namesIn(text ?? ''));
      for (const complaint of checkTargets(spec, values, names)) complaints.add(complaint);
    }
  }
  const feeds = Object.keys(spec.eaters ?? {}).length + Object.keys(spec.feeders ?? {}).length;
  if (texts === 0 && feeds > 0) yield 'a component with eaters or feeders needs pipeline text';
  yield* complaints;
}

/** Machines to try a pipeline function with: without any element, with all, and with each that it asks for alone. */
function* machines(): Generator<HasElement> {
  const asked = new Set<string>();
  yield (factory) => {
    asked.add(factory);
    return false;
  };
  if (asked.size === 0) return;
  yield () => true;
  for (const one of asked) yield (factory) => factory === one;
}

function* checkUserPipeline(spec: AnyComponentSpec, name: string): Generator<string> {
  if (spec.pipeline !== undefined) yield 'a component has pipeline or userPipeline, not both';
  const property = Object.hasOwn(spec.properties ?? {}, name) ? spec.properties?.[name] : undefined;
  if (!property) yield `userPipeline names "${name}", which is no property`;
  else if (!['string', 'rawstring'].includes(property.type) || !property.required || property.multiple) {
    yield `property "${name}" holds the pipeline, so it must be a single string and required`;
  }
}

function* checkTargets(
  spec: AnyComponentSpec,
  values: PropertyValues,
  names: ReadonlySet<string>,
): Generator<string> {
  for (const [name, property] of Object.entries(spec.properties ?? {})) {
    if (values[name] === undefined) continue;
    for (const target of targetsOf(property)) {
      const element = target.split('.', 1)[0] as string;
      if (!names.has(element)) {
        yield `property "${name}" sets "${target}", but the pipeline has no name=${element}`;
      }
    }
  }
  for (const [name, eater] of Object.entries(spec.eaters ?? {})) {
    if (eater.into !== undefined && !names.has(eater.into)) {
      yield `eater "${name}" goes into "${eater.into}", but the pipeline has no name=${eater.into}`;
    }
  }
}

function* checkText(spec: AnyComponentSpec, text: string): Generator<string> {
  if (text.trim() === '') yield 'the pipeline text is empty';
  if (sampleText(text)) yield 'a value enters the pipeline text; set it on a named element instead';
  const names = namesIn(text);
  for (const name of new Set(names)) {
    if (names.indexOf(name) !== names.lastIndexOf(name)) yield `the pipeline has name=${name} twice`;
  }
  const seen = {
    eater: new Set<string>(),
    feeder: new Set<string>(),
    tap: new Set<string>(),
    inlet: new Set<string>(),
  };
  for (const [whole, inner] of text.matchAll(PLACEHOLDER)) {
    const [, kind, name] = /^(eater|feeder|tap|inlet):([a-z0-9-]+)$/.exec(inner ?? '') ?? [];
    if (kind === undefined || name === undefined) {
      yield `placeholder ${whole}: expected @eater:name@, @feeder:name@, @tap:name@ or @inlet:name@`;
    } else {
      const one = kind as keyof typeof seen;
      if (seen[one].has(name)) yield `placeholder ${whole} occurs twice`;
      seen[one].add(name);
    }
  }
  yield* checkSide(spec, 'eater', seen.eater);
  yield* checkSide(spec, 'feeder', seen.feeder);
}

function* checkSide(
  spec: AnyComponentSpec,
  side: 'eater' | 'feeder',
  seen: ReadonlySet<string>,
): Generator<string> {
  const eaters = spec.eaters ?? {};
  const declared = Object.keys((side === 'eater' ? spec.eaters : spec.feeders) ?? {});
  const into = (name: string): boolean => side === 'eater' && eaters[name]?.multiple === true;
  for (const name of seen) {
    if (!declared.includes(name)) yield `the pipeline has @${side}:${name}@, but no such ${side} is declared`;
    else if (into(name)) {
      yield `eater "${name}" takes several feeds through "into"; the pipeline must not have @eater:${name}@`;
    }
  }
  const placed = declared.filter((name) => !into(name));
  if (placed.length === 1 && seen.size === 0) return;
  for (const name of placed) {
    if (!seen.has(name)) yield `${side} "${name}" is declared, but the pipeline has no @${side}:${name}@`;
  }
}
