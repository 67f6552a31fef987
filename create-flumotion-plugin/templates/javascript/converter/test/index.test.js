const assert = require('node:assert/strict');
const { test } = require('node:test');
const { checkComponent, runComponent } = require('@flumotion/core/testing');
const component = require('../index.js');

test('the declaration is sound', () => {
  assert.deepEqual(checkComponent(component), []);
});

test('pictures keep their size, and the colours change while it runs', async () => {
  const { messages, feeders } = await runComponent(
    component,
    { saturation: 0 },
    { inputs: { default: 'video/x-raw,width=64,height=48' }, running: (it) => it.set('saturation', 2) },
  );
  assert.deepEqual(messages, []);
  assert.match(feeders.default.caps, /width=\(int\)64, height=\(int\)48/);
});
