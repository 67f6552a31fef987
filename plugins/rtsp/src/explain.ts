import type { LineTrouble, PipelineError } from '@flumotion/core/plugin';

interface Row {
  readonly when: RegExp;
  readonly level: 'warning' | 'error';
  readonly text: string;
  readonly advice: string;
}

/** First match wins; `{peer}` is the stream. */
const ROWS: readonly Row[] = [
  {
    when: /unauthorized|\(40[13]\)|not authori[sz]ed/i,
    level: 'error',
    text: '{peer} wants another user or password',
    advice: 'Set user and password as in the camera or server.',
  },
  {
    when: /not found|\(404\)/i,
    level: 'error',
    text: '{peer} is not there: the server knows no such stream',
    advice: 'Check the path in location; the manual of a camera tells it.',
  },
  {
    when: /missing (a )?plug-?in|no decoder|missing decoder|codec/i,
    level: 'error',
    text: 'a decoder for the media of {peer} is not on this machine',
    advice: 'Install it with: sudo apt-get install gstreamer1.0-libav gstreamer1.0-plugins-bad',
  },
  {
    when: /no supported (stream|transport)|protocols? (is|are) not supported|\(461\)/i,
    level: 'error',
    text: '{peer} does not offer the transport',
    advice: 'Set transport to auto, tcp or udp.',
  },
  {
    when: /resolve|name or service/i,
    level: 'warning',
    text: 'no address is known for the host of {peer}',
    advice: 'Check the name in location, and the name server of the machine.',
  },
  {
    when: /failed to connect|could not connect|refused|could not (open|receive|read)|timeout|eof|closed/i,
    level: 'warning',
    text: '{peer} does not answer',
    advice: 'Check host and port in location, and that the camera or server runs.',
  },
];

/** Words for what broke the connection to a stream; undefined when the core knows as much. */
export function explain(peer: string, error: PipelineError): LineTrouble | undefined {
  const said = `${error.text}\n${error.debug}`;
  const row = ROWS.find(({ when }) => when.test(said));
  return row && { level: row.level, text: row.text.replace('{peer}', peer), advice: row.advice, debug: said };
}
