const { defineComponent } = require('@flumotion/core/plugin');

module.exports = defineComponent({
  type: 'my-thing-encoder',
  kind: 'encoder',
  description: 'Encodes raw sound with Opus.',
  eaters: { default: { caps: 'audio/x-raw', description: 'Raw sound.' } },
  feeders: { default: { caps: 'audio/x-opus', description: 'Opus sound.' } },
  properties: {
    bitrate: {
      type: 'int',
      min: 6000,
      max: 510_000,
      unit: 'bit/s',
      live: true,
      description: 'Target bit rate.',
      sets: 'encoder.bitrate',
    },
  },
  pipeline: 'audioconvert ! audioresample ! opusenc name=encoder',
});
