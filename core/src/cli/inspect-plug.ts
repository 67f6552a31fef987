import type { RegistryEntry } from '@flumotion/registry';
import { SOCKETS, type AnyPlugSpec, type PlugDefinition } from '../plugin';
import { indent, needs, packageDetails, pipeline, propertyLines, row, section, stats } from './inspect-parts';

/** Everything about one plug, laid out as components are. */
export function plugText(entry: RegistryEntry<PlugDefinition>): string {
  const { spec } = entry.value;
  const blocks = [
    section('Factory Details', [
      row('Type', spec.type),
      row('Kind', 'plug'),
      row('Description', spec.description),
    ]),
    section('Package Details', packageDetails(entry)),
    section('Socket', socket(spec)),
    ...(spec.socket === 'effect' ? [section('Effect', [row('Works on', spec.caps ?? '')])] : []),
    ...(spec.pipeline === undefined ? [] : [section('Pipeline', pipeline(spec))]),
    section('Needs on the worker', needs(spec), 'Plug needs nothing beside its elements.'),
    section('Plug Properties', propertyLines(spec.properties ?? {}), 'Plug has no properties.'),
    section('Statistics', stats(spec), 'Plug has no statistics.'),
  ];
  return blocks.join('\n\n');
}

function socket({ socket: name }: AnyPlugSpec): string[] {
  const facts = Object.hasOwn(SOCKETS, name) ? SOCKETS[name as keyof typeof SOCKETS] : undefined;
  return [
    indent(name),
    ...(facts ? [row('Where', facts.where === 'manager' ? 'in the manager' : 'in components', 2)] : []),
    ...(facts?.original === undefined ? [] : [row('In old files', facts.original, 2)]),
  ];
}
