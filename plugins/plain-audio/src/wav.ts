import { defineComponent } from '@flumotion/core/plugin';
import { wavHeader } from './wav-header';

const field = (text: string, name: string): number =>
  Number(new RegExp(`\\b${name}=\\(int\\)(\\d+)`).exec(text)?.[1] ?? 0);

/** Makes an endless WAV stream: sound that nothing was taken from. */
export default defineComponent(
  {
    type: 'wav-muxer',
    kind: 'muxer',
    description: 'Makes an endless WAV stream of raw sound, 16 bits a sample.',
    eaters: { default: { caps: 'audio/x-raw', description: 'Raw sound.' } },
    feeders: { default: { caps: 'audio/x-wav', description: 'The WAV stream.' } },
    wizard: {
      step: 'muxer',
      label: 'WAV',
      rank: 15,
      plays: 'Nearly everything: sound alone, much data.',
    },
    pipeline:
      '@eater:default@ ! audioconvert ! audio/x-raw,format=S16LE,layout=interleaved ! @tap:sound@ ' +
      '@inlet:stream@ ! @feeder:default@',
  },
  {
    start(context) {
      const inlet = context.inlet('stream');
      context.tap('sound', {
        caps: ({ text }) => {
          inlet.caps('audio/x-wav', [wavHeader(field(text, 'rate'), field(text, 'channels'))]);
        },
        buffer: (buffer) => {
          inlet.buffer({ ...buffer, delta: false, header: false });
        },
      });
    },
  },
);
