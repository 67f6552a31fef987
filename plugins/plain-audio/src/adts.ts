import { defineComponent } from '@flumotion/core/plugin';

/** Makes AAC that can be streamed as it is: each frame has its head (ADTS). */
export default defineComponent({
  type: 'adts-muxer',
  kind: 'muxer',
  description: 'Puts a head before each frame of AAC (ADTS), so that it can be streamed without a container.',
  eaters: { default: { caps: 'audio/mpeg, mpegversion=(int){ 2, 4 }', description: 'AAC sound.' } },
  feeders: {
    default: {
      caps: 'audio/mpeg, mpegversion=(int)4, stream-format=(string)adts',
      description: 'AAC as ADTS.',
    },
  },
  wizard: {
    step: 'muxer',
    label: 'AAC alone',
    rank: 20,
    plays: 'Browsers, phones, radios: sound alone.',
  },
  pipeline: 'aacparse ! audio/mpeg,mpegversion=4,stream-format=adts',
});
