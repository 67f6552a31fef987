import { defineComponent } from '@flumotion/core/plugin';

export default defineComponent(
  {
    type: 'my-thing-consumer',
    kind: 'consumer',
    description: 'Counts the bytes of a stream.',
    eaters: { default: { caps: 'ANY', description: 'Any stream.' } },
    stats: {
      bytes: { kind: 'counter', unit: 'bytes', description: 'Bytes that came.' },
      'media-type': { kind: 'text', description: 'What came.' },
    },
    pipeline: '@eater:default@ ! @tap:default@',
  },
  {
    start(context) {
      context.tap('default', {
        caps: ({ mediaType }) => context.stat('media-type', mediaType),
        buffer: ({ data }) => context.count('bytes', data.length),
      });
    },
  },
);
