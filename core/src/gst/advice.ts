import type { Message, PipelineError } from '../plugin';
import { installAdvice, packageOf } from './elements';

type Advice = Omit<Message, 'level'>;

interface Row {
  readonly domain: 'resource' | 'stream' | 'core' | 'library' | 'feed';
  readonly code?: number;
  /** Matched against the text and the debug text. */
  readonly when?: RegExp;
  readonly id: string;
  readonly text: string;
  readonly advice: string;
}

/** First match wins. `{source}` is the element's name. Codes are those of GStreamer's error enumerations. */
const ROWS: readonly Row[] = [
  {
    domain: 'resource',
    when: /no camera|could not find.*camera|dv1394|raw1394|firewire|libraw1394|libiec61883/i,
    id: 'no-camera',
    text: 'no camera answers on the FireWire bus',
    advice: 'plug the camera in, switch it on, and check that its device files exist and may be read',
  },
  {
    domain: 'resource',
    when: /no space left|disk full/i,
    id: 'disk-full',
    text: 'the disk is full',
    advice: 'free some space; writing goes on when the component is started again',
  },
  {
    domain: 'resource',
    code: 14,
    id: 'disk-full',
    text: 'the disk is full',
    advice: 'free some space; writing goes on when the component is started again',
  },
  {
    domain: 'resource',
    when: /permission denied|not authorized|operation not permitted|access denied/i,
    id: 'no-permission',
    text: '{source} may not open its file or device',
    advice: 'give the user of the worker the right to it (for devices usually by its group: audio, video)',
  },
  {
    domain: 'resource',
    code: 15,
    id: 'no-permission',
    text: '{source} may not open its file or device',
    advice: 'give the user of the worker the right to it (for devices usually by its group: audio, video)',
  },
  {
    domain: 'resource',
    when: /device or resource busy|is busy|already in use by/i,
    id: 'device-busy',
    text: 'the device of {source} is used by another program',
    advice: 'end the other program, or choose another device',
  },
  {
    domain: 'resource',
    code: 4,
    id: 'device-busy',
    text: 'the device of {source} is used by another program',
    advice: 'end the other program, or choose another device',
  },
  {
    domain: 'resource',
    when: /address already in use/i,
    id: 'port-in-use',
    text: 'the port of {source} is used by another program',
    advice: 'end the other program, or choose another port',
  },
  {
    domain: 'resource',
    when: /could not connect to (pulse|server)|connection refused.*pulse|pa_context_connect/i,
    id: 'no-sound-server',
    text: 'the PulseAudio server does not answer',
    advice: 'start it for the user of the worker, or capture with ALSA instead',
  },
  {
    domain: 'resource',
    when: /could not open (x )?display|cannot open display|unable to open display/i,
    id: 'no-display',
    text: 'the X display cannot be opened',
    advice: 'check that the display runs and that the user of the worker may use it (DISPLAY, XAUTHORITY)',
  },
  {
    domain: 'resource',
    code: 3,
    id: 'not-found',
    text: '{source} does not find its file or device',
    advice: 'check the name, and that it exists on the machine where the component runs',
  },
  {
    domain: 'resource',
    when: /no such (file|device)|cannot find|not found/i,
    id: 'not-found',
    text: '{source} does not find its file or device',
    advice: 'check the name, and that it exists on the machine where the component runs',
  },
  {
    domain: 'resource',
    code: 5,
    id: 'open-failed',
    text: '{source} cannot open its file or device for reading',
    advice: 'check that it exists and that the user of the worker may read it',
  },
  {
    domain: 'resource',
    code: 6,
    id: 'open-failed',
    text: '{source} cannot open its file or device for writing',
    advice: 'check that its folder exists and that the user of the worker may write there',
  },
  {
    domain: 'resource',
    code: 9,
    id: 'device-lost',
    text: '{source} cannot read any more',
    advice: 'check the device or the disk, then start the component again',
  },
  {
    domain: 'resource',
    code: 10,
    id: 'write-failed',
    text: '{source} cannot write any more',
    advice: 'check the disk, then start the component again',
  },
  {
    domain: 'resource',
    code: 13,
    id: 'device-settings',
    text: 'the device of {source} refuses its settings',
    advice: 'choose a size, rate or format that the device can do',
  },
  {
    domain: 'stream',
    code: 6,
    id: 'codec-missing',
    text: 'a decoder for the media is not on this machine',
    advice: '{package}',
  },
  {
    domain: 'core',
    code: 12,
    id: 'codec-missing',
    text: 'a GStreamer plugin is not on this machine',
    advice: '{package}',
  },
  {
    domain: 'stream',
    when: /not-negotiated|could not negotiate/i,
    id: 'not-negotiated',
    text: '{source} gets media in a form that it cannot take',
    advice: 'check that format, size and rate of the feeds fit what this component takes',
  },
  {
    domain: 'core',
    code: 6,
    id: 'not-negotiated',
    text: '{source} gets media in a form that it cannot take',
    advice: 'check that format, size and rate of the feeds fit what this component takes',
  },
  {
    domain: 'stream',
    code: 4,
    id: 'wrong-type',
    text: 'the media of {source} is of an unknown or unexpected type',
    advice: 'check that the file or feed is what the component is made for',
  },
  {
    domain: 'stream',
    code: 7,
    id: 'decode-failed',
    text: '{source} cannot decode its input',
    advice: 'the media is damaged or of another kind than it says; try another source',
  },
  {
    domain: 'stream',
    code: 8,
    id: 'encode-failed',
    text: '{source} cannot encode its input',
    advice: 'check the settings of the encoder',
  },
  {
    domain: 'core',
    code: 13,
    id: 'clock-problem',
    text: '{source} has a problem with the clock',
    advice: 'start the component again',
  },
  {
    domain: 'feed',
    id: 'feed-changed',
    text: 'the feed of eater {source} changed its media while it was being muxed',
    advice: 'the component starts again by itself and then takes the new media',
  },
  {
    domain: 'library',
    code: 3,
    id: 'library-problem',
    text: 'a library that {source} needs cannot be initialised',
    advice: 'the details below say which; check that it is installed completely',
  },
];

const DOMAINS: Readonly<Record<Row['domain'], string>> = {
  resource: 'gst-resource-error-quark',
  stream: 'gst-stream-error-quark',
  core: 'gst-core-error-quark',
  library: 'gst-library-error-quark',
  feed: 'flumotion-feed-error',
};

/** Translates an error of GStreamer into words and advice for people. Never without an answer. */
export function advise(error: PipelineError): Advice {
  const said = `${error.text}\n${error.debug}`;
  const row = ROWS.find(
    (candidate) =>
      error.domain === DOMAINS[candidate.domain] &&
      (candidate.code === undefined || candidate.code === error.code) &&
      (candidate.when === undefined || candidate.when.test(said)),
  );
  const debug = `${error.source} (${error.domain} ${String(error.code)}): ${said}`;
  if (!row) {
    const advice = 'the details below are what GStreamer says; starting the component again may help';
    return { id: 'pipeline-error', text: `${error.source}: ${error.text}`, advice, debug };
  }
  return {
    id: row.id,
    text: row.text.replace('{source}', error.source),
    advice: row.advice.replace('{package}', missingPlugin(said)),
    debug,
  };
}

const ELEMENT = /(?:element|plugin|decoder|encoder)[^'"`]*['"`]([\w-]+)['"`]/i;
const DECODER = /(?:decoder|demuxer) (?:for|to handle) (?:media )?['"`]?([\w/+.-]+)/i;

function missingPlugin(said: string): string {
  const element = ELEMENT.exec(said)?.[1];
  if (element !== undefined && packageOf(element) !== undefined) return installAdvice(element);
  const media = DECODER.exec(said)?.[1];
  return `${media === undefined ? '' : `for ${media}: `}install it with: sudo apt-get install gstreamer1.0-libav gstreamer1.0-plugins-ugly gstreamer1.0-plugins-bad`;
}
