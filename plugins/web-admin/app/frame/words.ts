/** A declared name, such as `eject-listener`, as words: `Eject listener`. */
export function words(name: string): string {
  const text = name.replaceAll(/[-_.]+/g, ' ').trim();
  return text.charAt(0).toUpperCase() + text.slice(1);
}
