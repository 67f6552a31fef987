const assert = require('node:assert/strict');
const { test } = require('node:test');
const { checkPlug, runPlug } = require('@flumotion/core/testing');
const plug = require('../index.js');

test('the declaration is sound', () => {
  assert.deepEqual(checkPlug(plug), []);
});

test('the note is shown, and changes while the component runs', async () => {
  const running = await runPlug(plug, { text: 'on air' });
  assert.deepEqual(running.messages, [{ level: 'info', id: 'note', text: 'on air' }]);
  running.set('text', 'off air');
  assert.deepEqual(running.messages, [{ level: 'info', id: 'note', text: 'off air' }]);
  assert.deepEqual(running.stats, { changes: 1 });
  await running.stop();
});
