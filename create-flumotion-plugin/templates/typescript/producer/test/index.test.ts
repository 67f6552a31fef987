import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkComponent, runComponent } from '@flumotion/core/testing';
import component from '../src/index';

test('the declaration is sound', () => {
  assert.deepEqual(checkComponent(component), []);
});

test('25 pictures a second come out', async () => {
  const { messages, feeders } = await runComponent(component, { pattern: 'snow' }, { buffers: 10 });
  assert.deepEqual(messages, []);
  assert.match(feeders['default']?.caps ?? '', /^video\/x-raw.*width=\(int\)320/);
  for (const { duration } of feeders['default']?.buffers ?? []) assert.equal(duration, 40_000_000n);
});
