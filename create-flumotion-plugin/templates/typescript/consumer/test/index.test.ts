import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkComponent, runComponent } from '@flumotion/core/testing';
import component from '../src/index';

test('the declaration is sound', () => {
  assert.deepEqual(checkComponent(component), []);
});

test('it counts what comes', async () => {
  const { messages, stats } = await runComponent(
    component,
    {},
    { inputs: { default: 'audio/x-raw' }, until: ({ stats }) => Number(stats['bytes']) > 10_000 },
  );
  assert.deepEqual(messages, []);
  assert.equal(stats['media-type'], 'audio/x-raw');
  assert.ok(Number(stats['bytes']) > 10_000);
});
