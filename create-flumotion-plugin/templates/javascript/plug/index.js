const { definePlug } = require('@flumotion/core/plugin');

module.exports = definePlug(
  {
    type: 'my-thing-plug',
    socket: 'component',
    description: 'Shows a note at its component.',
    properties: {
      text: { type: 'string', required: true, live: true, description: 'What the note says.' },
    },
    stats: { changes: { kind: 'counter', description: 'How often the note was changed.' } },
  },
  {
    start(context) {
      context.message({ level: 'info', id: 'note', text: context.properties.text });
    },
    changed(context) {
      context.count('changes');
      context.message({ level: 'info', id: 'note', text: context.properties.text });
    },
  },
);
