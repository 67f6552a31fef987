const assert = require('node:assert/strict');
const { test } = require('node:test');
const { checkComponent, runComponent } = require('@flumotion/core/testing');
const component = require('../index.js');

test('the declaration is sound', () => {
  assert.deepEqual(checkComponent(component), []);
});

test('it counts what comes', async () => {
  const { messages, stats } = await runComponent(
    component,
    {},
    { inputs: { default: 'audio/x-raw' }, until: ({ stats }) => Number(stats.bytes) > 10_000 },
  );
  assert.deepEqual(messages, []);
  assert.equal(stats['media-type'], 'audio/x-raw');
  assert.ok(Number(stats.bytes) > 10_000);
});
