import { versionFit, type VersionFit } from '@flumotion/registry';
import type { Message } from '../plugin';
import type { PackageRules } from './plan/plan';
import type { Types } from './planet';

/** The package of a type as the manager has it. */
export interface KnownPackage {
  readonly name: string;
  readonly version: string;
}

/** The package that has a type here; undefined when none has. */
export function packageOf(types: Types, type: string): KnownPackage | undefined {
  return types.list().find((entry) => entry.type === type)?.package;
}

/** What to run where a component type is lacking, as `npm install @flumotion/plugin-theora`. */
export function packageAdvice(types: Types, type: string): string {
  const name = packageOf(types, type)?.name;
  return name === undefined
    ? `Install the npm package that has ${type} on that machine; the worker finds it by itself.`
    : `Run npm install ${name} on that machine; the worker finds it by itself.`;
}

/** How the package on a worker stands to the one the manager judges by. */
export interface PackageVerdict {
  readonly fit: VersionFit | 'other-package';
  /** What to tell people, when there is something to tell. */
  readonly message?: Omit<Message, 'level'>;
}

/** Judges the package of a worker by the one the manager has, by the rules of semver. */
export function judgePackage(known: KnownPackage, found: KnownPackage, worker: string): PackageVerdict {
  if (known.name !== found.name) {
    const text = `worker ${worker} has the component from the package ${found.name}, the manager from ${known.name}`;
    const advice = `Have the same package on both: npm uninstall ${found.name} and npm install ${known.name} on that machine.`;
    return { fit: 'other-package', message: { id: 'package-differs', text, advice } };
  }
  const fit = versionFit(known.version, found.version);
  const seen = `worker ${worker} has ${found.name} ${found.version}, the manager ${known.version}`;
  const advice = `Run npm install ${known.name}@${known.version} on that machine, or bring the manager's package to ${found.version}.`;
  if (fit === 'apart') {
    const text = `${seen}: these versions do not go together`;
    return { fit, message: { id: 'package-version', text, advice } };
  }
  if (fit === 'older') {
    const text = `${seen}: what is new since may be lacking there`;
    return { fit, message: { id: 'package-older', text, advice } };
  }
  return { fit };
}

/** Judges the packages of workers by those the manager has. */
export function packageRules(types: Types): PackageRules {
  return {
    advice: (type) => packageAdvice(types, type),
    judge: (type, found, worker) => {
      const known = packageOf(types, type);
      return known ? judgePackage(known, found, worker) : { fit: 'same' };
    },
  };
}
