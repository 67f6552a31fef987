import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkComponent, runComponent } from '@flumotion/core/testing';
import component from '../src/index';

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
  assert.match(feeders['default']?.caps ?? '', /width=\(int\)64, height=\(int\)48/);
});
