import { runInNewContext } from 'node:vm';

// Taken before any package could replace them.
const { defineProperty, deleteProperty, getOwnPropertyDescriptor, getPrototypeOf, ownKeys } = Reflect;

/** A property of a built-in object as it was. */
interface Kept {
  readonly holder: object;
  readonly key: string | symbol;
  readonly descriptor: PropertyDescriptor;
  /** For people, as `Array.prototype.map`. */
  readonly name: string;
  /** It was told that it cannot be put back. */
  lost?: boolean;
}

let kept: readonly Kept[] | undefined;
let ownToAll: (string | symbol)[] = [];

/**
 * Notes what the language's built-in objects are like, once a process; call it before foreign code runs. What code adds to
 * them stays, so that it may bring what it lacks.
 * @returns puts back what was replaced or taken away since, and what all objects got; tells the names of that, `!` before
 * those that cannot be put back, once.
 */
export function keepBuiltins(): () => readonly string[] {
  kept ??= look();
  return putBack;
}

// What was replaced may be what loops and arrays are made of, so nothing here uses it before it is back.
function putBack(): readonly string[] {
  const names: string[] = [];
  const before = kept ?? [];
  const now = ownKeys(Object.prototype);
  for (let at = 0; at < now.length; at++) {
    const key = now[at] as string | symbol;
    if (isAmong(ownToAll, key)) continue;
    const gone = deleteProperty(Object.prototype, key);
    if (!gone) ownToAll[ownToAll.length] = key;
    names[names.length] = `${gone ? '' : '!'}Object.prototype.${String(key)}`;
  }
  for (let at = 0; at < before.length; at++) {
    const one = before[at] as Kept;
    const { holder, key, descriptor } = one;
    if (one.lost === true || isSame(getOwnPropertyDescriptor(holder, key), descriptor)) continue;
    one.lost = !defineProperty(holder, key, descriptor);
    names[names.length] = `${one.lost ? '!' : ''}${one.name}`;
  }
  return names;
}

function isAmong(keys: readonly (string | symbol)[], key: string | symbol): boolean {
  for (let at = 0; at < keys.length; at++) if (keys[at] === key) return true;
  return false;
}

function isSame(now: PropertyDescriptor | undefined, before: PropertyDescriptor): boolean {
  return now !== undefined && now.value === before.value && now.get === before.get && now.set === before.set;
}

function look(): readonly Kept[] {
  const found: Kept[] = [];
  const seen = new Set<object>();
  const keep = (holder: object, name: string): void => {
    if (seen.has(holder)) return;
    seen.add(holder);
    for (const key of ownKeys(holder)) {
      const descriptor = getOwnPropertyDescriptor(holder, key);
      const isState = descriptor && 'value' in descriptor && typeof descriptor.value !== 'function';
      if (!descriptor || isState) continue;
      found.push({ holder, key, descriptor, name: `${name}.${String(key)}` });
    }
  };
  // A new context has the language alone, nothing of Node.
  const names = runInNewContext('Object.getOwnPropertyNames(globalThis)') as string[];
  for (const name of names) {
    const descriptor = getOwnPropertyDescriptor(globalThis, name);
    const value: unknown = descriptor?.value;
    if (!descriptor || !isObject(value) || name === 'globalThis' || name === 'console') continue;
    found.push({ holder: globalThis, key: name, descriptor, name });
    keep(value, name);
    const prototype: unknown = getOwnPropertyDescriptor(value, 'prototype')?.value;
    if (isObject(prototype)) keep(prototype, `${name}.prototype`);
  }
  for (const one of nameless()) {
    for (let holder = getPrototypeOf(one); holder; holder = getPrototypeOf(holder))
      keep(holder, 'a built-in object');
  }
  ownToAll = ownKeys(Object.prototype);
  return found;
}

/** Objects whose prototypes have no global name. */
function nameless(): readonly object[] {
  const iterators = [
    [].values(),
    new Map().entries(),
    new Set().values(),
    ''[Symbol.iterator](),
    'a'.matchAll(/a/g),
  ];
  const functions = [async () => undefined, function* () {}, async function* () {}];
  return [
    ...iterators,
    ...functions,
    functions[1]?.() as object,
    functions[2]?.() as object,
    new Uint8Array(),
  ];
}

function isObject(value: unknown): value is object {
  return typeof value === 'function' || (typeof value === 'object' && value !== null);
}
