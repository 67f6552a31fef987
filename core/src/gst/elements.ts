import { PACKAGES, PATTERNS } from './element-packages';

/** Debian package that ships an element factory; undefined when nobody knows. */
export function packageOf(factory: string): string | undefined {
  const named = Object.entries(PACKAGES).find(([, factories]) => factories.split(' ').includes(factory));
  return named?.[0] ?? PATTERNS.find(([pattern]) => pattern.test(factory))?.[1];
}

/** What to do about an absent element factory, as the second half of a sentence. */
export function installAdvice(factory: string): string {
  const name = packageOf(factory);
  return name === undefined
    ? `look for a GStreamer plugin that has it with: apt-cache search gstreamer1.0`
    : `install it with: sudo apt-get install ${name}`;
}
