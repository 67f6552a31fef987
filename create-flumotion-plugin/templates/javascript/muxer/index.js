const { defineComponent } = require('@flumotion/core/plugin');

module.exports = defineComponent({
  type: 'my-thing-muxer',
  kind: 'muxer',
  description: 'Puts streams into Matroska.',
  eaters: {
    default: {
      caps: 'video/x-theora; video/x-vp8; audio/x-vorbis; audio/x-opus',
      multiple: true,
      into: 'muxer',
      description: 'Encoded pictures and sound.',
    },
  },
  feeders: { default: { caps: 'video/x-matroska; audio/x-matroska', description: 'Matroska.' } },
  pipeline: 'matroskamux name=muxer streamable=true',
});
