import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkComponent, runComponent } from '@flumotion/core/testing';
import component from '../src/index';

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
  const [first] = feeders['default']?.buffers ?? [];
  // Every Matroska file begins so.
  assert.equal(first?.data?.toString('hex', 0, 4), '1a45dfa3');
});
