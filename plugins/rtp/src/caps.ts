/** Fields of caps by name, all as text. */
export type CapsFields = Readonly<Record<string, string>>;

const FIELD = /,\s*([\w-]+)=\((\w+)\)(?:"((?:[^"\\]|\\.)*)"|([^,;]*))/g;

/** The fields of the first structure of caps in GStreamer's notation. */
export function capsFields(text: string): CapsFields {
  return Object.fromEntries(
    [...text.matchAll(FIELD)].map(([, name = '', , quoted, plain = '']) => [
      name,
      quoted === undefined ? plain.trim() : quoted.replace(/\\(.)/g, '$1'),
    ]),
  );
}

/** Characters of format parameters and their names; a quote or a backslash is never among them. */
const VALUE = /^[\w+/=,:.@$%*()!-]{1,4096}$/;
const NAME = /^[a-z][\w-]{0,63}$/;

/**
 * Caps of RTP packets. Values that are text are outside text: only what format parameters consist of is let in.
 * @throws Error in words that names the parameter.
 */
export function rtpCaps(
  type: 'application/x-rtp' | 'application/x-srtp',
  numbers: Readonly<Record<string, number | undefined>>,
  texts: Readonly<Record<string, string | undefined>>,
): string {
  const parts: string[] = [type];
  for (const [name, value] of Object.entries(numbers)) {
    if (value !== undefined) parts.push(`${name}=(${name === 'ssrc' ? 'uint' : 'int'})${String(value)}`);
  }
  for (const [name, value] of Object.entries(texts)) {
    if (value === undefined) continue;
    if (!NAME.test(name) || !VALUE.test(value))
      throw new Error(`the format parameter ${JSON.stringify(name.slice(0, 40))} cannot be used`);
    parts.push(`${name}=(string)"${value}"`);
  }
  return parts.join(', ');
}
