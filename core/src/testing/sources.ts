import { capsCanMeet, mediaTypes } from '../model/media-type';

const VIDEO =
  'videotestsrc is-live=true pattern=ball ! video/x-raw,format=I420,width=320,height=240,framerate=25/1';
const AUDIO = 'audiotestsrc is-live=true ! audio/x-raw,format=S16LE,layout=interleaved,rate=44100,channels=2';

/** Test streams by media type, best first for an eater that takes everything. */
const STREAMS: Readonly<Record<string, string>> = {
  'video/x-raw': VIDEO,
  'audio/x-raw': AUDIO,
  'video/x-theora': `${VIDEO} ! theoraenc keyframe-force=25`,
  'audio/x-vorbis': `${AUDIO} ! audioconvert ! vorbisenc`,
  'audio/x-opus': `${AUDIO} ! audioresample ! audio/x-raw,rate=48000 ! opusenc`,
  'audio/x-flac': `${AUDIO} ! flacenc`,
  'audio/x-speex': `${AUDIO} ! audioconvert ! audioresample ! audio/x-raw,rate=16000,channels=1 ! speexenc`,
  'video/x-vp8': `${VIDEO} ! vp8enc deadline=1 keyframe-max-dist=25`,
  'image/jpeg': `${VIDEO} ! jpegenc`,
  'application/ogg': `${VIDEO} ! theoraenc keyframe-force=25 ! queue ! oggmux name=mux max-delay=100000000 ${AUDIO} ! audioconvert ! vorbisenc ! queue ! mux. mux.`,
  'video/webm': `${VIDEO} ! vp8enc deadline=1 keyframe-max-dist=25 ! webmmux streamable=true`,
};

/** A source to feed an eater from. */
export interface TestSource {
  /** Launch text; its end is the stream. */
  readonly text: string;
  /** Caps to hold the stream to, set as a value, never as text of the pipeline. */
  readonly caps: string | undefined;
}

/**
 * Chooses a test source for caps: moving pictures with 25 frames a second, or a tone, raw or encoded.
 * @param caps - what is wanted, as an eater declares it or with fields, as `video/x-raw,width=64,height=48`.
 * @throws Error when there is none for these media; the text says what to do.
 */
export function testSource(caps: string): TestSource {
  const type = Object.keys(STREAMS).find((candidate) => capsCanMeet(candidate, caps));
  const text = type === undefined ? undefined : STREAMS[type];
  if (type === undefined || text === undefined) {
    const known = Object.keys(STREAMS).join(', ');
    throw new Error(
      `there is no test source for ${caps}; give launch text for it in "inputs" (sources exist for ${known})`,
    );
  }
  if (!/\braw\b/.test(type) || !caps.includes(',')) return { text, caps: undefined };
  // Raw media are converted to what the caps ask for.
  const convert =
    type === 'video/x-raw'
      ? 'videotestsrc is-live=true pattern=ball ! videoconvert ! videoscale ! videorate'
      : 'audiotestsrc is-live=true ! audioconvert ! audioresample';
  return { text: `${convert} ! capsfilter name=wanted`, caps: preferred(text, caps) };
}

/** The wanted caps, and where they leave a field open the value of the usual test stream. */
function preferred(text: string, caps: string): string {
  const usual = text.slice(text.indexOf('! ') + 2);
  const [first = caps] = caps.split(';');
  const given = new Set([...first.matchAll(/,\s*([\w-]+)\s*=/g)].map((match) => match[1]));
  const added = usual
    .split(',')
    .slice(1)
    .filter((field) => !given.has(field.slice(0, field.indexOf('='))));
  return [first.trim(), ...added].join(',');
}

/** Whether a text given as input is caps, not launch text. */
export function isCaps(text: string): boolean {
  return (
    mediaTypes(text).every((type) => type === 'ANY' || /^[a-z]+\/[\w.+-]+$/.test(type)) && !text.includes('!')
  );
}
