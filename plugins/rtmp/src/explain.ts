import type { LineTrouble, PipelineError } from '@flumotion/core/plugin';

interface Row {
  readonly when: RegExp;
  readonly level: 'warning' | 'error';
  /** `{peer}` is the server. */
  readonly text: string;
  readonly advice?: string;
}

/** First match wins. */
const ROWS: readonly Row[] = [
  {
    when: /already (exists|publishing)|BadName/i,
    level: 'error',
    text: 'somebody else publishes to {peer} with this stream key',
    advice: 'End the other sender, or use another key; the component goes on by itself.',
  },
  {
    when: /denied|auth|rejected|not allowed|forbidden|invalid (key|stream)/i,
    level: 'error',
    text: '{peer} refuses the stream key, or the user and password',
    advice: 'Check stream-key, user and password; the component tries again by itself.',
  },
  {
    when: /connection closed remotely|Connection reset|error reading|closed/i,
    level: 'warning',
    text: '{peer} closed the connection',
    advice:
      'Check the application in url and the stream key: servers close the connection when they do not know them.',
  },
  {
    when: /TLS|certificate/i,
    level: 'error',
    text: 'the certificate of {peer} is not trusted, or it does not speak TLS',
    advice: 'Check the name of the host in url, and that the server has a valid certificate.',
  },
  {
    when: /resolv|name or service|lookup/i,
    level: 'warning',
    text: 'no address is known for the host of {peer}',
    advice: 'Check the name in url, and the name server of the machine.',
  },
  {
    when: /refused|unreachable|no route/i,
    level: 'warning',
    text: '{peer} cannot be reached',
    advice: 'Check host and port in url, and that the server runs.',
  },
  { when: /timed? ?out|timeout|cancelled/i, level: 'warning', text: '{peer} does not answer in time' },
];

/** Words for what broke the connection to a server; never with one of the secrets. */
export function explain(
  peer: string,
  error: PipelineError,
  secrets: readonly (string | undefined)[],
): LineTrouble {
  const hide = (text: string): string =>
    secrets.reduce<string>((sofar, secret) => (secret ? sofar.replaceAll(secret, '…') : sofar), text);
  const said = `${error.text}\n${error.debug}`;
  const row = ROWS.find(({ when }) => when.test(said));
  const debug = hide(said);
  if (!row) return { level: 'warning', text: `${peer}: ${hide(error.text)}`, debug };
  const { level, text, advice } = row;
  return { level, text: text.replace('{peer}', peer), debug, ...(advice === undefined ? {} : { advice }) };
}
