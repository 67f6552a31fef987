import {
  declareComponent,
  LEVEL_STATS,
  PICTURE_PROPERTIES,
  pictureChain,
  SOUND_CHAIN,
} from '@flumotion/core/plugin';

/** Elements the media of each feed flows through. */
export const GATES = { 'video-gate': 'video', 'audio-gate': 'audio' } as const;

/** Declaration of the loop. */
export const declaration = declareComponent({
  type: 'loop-producer',
  kind: 'producer',
  description: 'Plays a media file again and again.',
  feeders: {
    video: { caps: 'video/x-raw', description: 'Raw pictures (I420).' },
    audio: { caps: 'audio/x-raw', description: 'Raw sound.' },
  },
  stats: {
    ...LEVEL_STATS,
    position: { kind: 'gauge', unit: 's', description: 'Place in the file that is played now.' },
    duration: { kind: 'gauge', unit: 's', description: 'Length of the file.' },
    iterations: { kind: 'counter', description: 'Times the file was played to its end.' },
  },
  clock: { priority: 110 },
  properties: {
    location: {
      type: 'string',
      required: true,
      description:
        "The file to play, on the worker's machine: Ogg, WebM, MP4 or anything else that GStreamer decodes.",
    },
    ...PICTURE_PROPERTIES,
  },
  wizard: {
    step: 'video-producer',
    label: 'Loop of a file',
    rank: 50,
    pages: [['location', 'width', 'height', 'framerate']],
  },
  pipeline: (p) => `
    filesrc name=file ! decodebin name=decoder
    decoder. ! videoconvert ! identity name=video-gate ! identity single-segment=true
      ! ${pictureChain(p)} ! clocksync ! @feeder:video@
    decoder. ! audioconvert ! identity name=audio-gate ! identity single-segment=true
      ! ${SOUND_CHAIN} ! clocksync ! @feeder:audio@`,
});
