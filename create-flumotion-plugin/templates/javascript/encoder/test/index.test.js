const assert = require('node:assert/strict');
const { test } = require('node:test');
const { checkComponent, runComponent } = require('@flumotion/core/testing');
const component = require('../index.js');

test('the declaration is sound', () => {
  assert.deepEqual(checkComponent(component), []);
});

test('sound becomes Opus at the bit rate that was asked for', async () => {
  const { messages, feeders } = await runComponent(component, { bitrate: 32_000 }, { buffers: 20 });
  assert.deepEqual(messages, []);
  assert.match(feeders.default.caps, /^audio\/x-opus/);
  // 20 ms at 32,000 bit/s are 80 bytes.
  for (const { header, size } of feeders.default.buffers) assert.ok(header || size < 160);
});
