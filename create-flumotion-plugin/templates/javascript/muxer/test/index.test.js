const assert = require('node:assert/strict');
const { test } = require('node:test');
const { checkComponent, runComponent } = require('@flumotion/core/testing');
const component = require('../index.js');

test('the declaration is sound', () => {
  assert.deepEqual(checkComponent(component), []);
});

test('pictures and sound become one stream', async () => {
  const { messages, feeders } = await runComponent(
    component,
    {},
    { inputs: { 'default:video': 'video/x-vp8', 'default:audio': 'audio/x-vorbis' }, data: true },
  );
  assert.deepEqual(messages, []);
  const [first] = feeders.default.buffers;
  // Every Matroska file begins so.
  assert.equal(first?.data?.toString('hex', 0, 4), '1a45dfa3');
});
