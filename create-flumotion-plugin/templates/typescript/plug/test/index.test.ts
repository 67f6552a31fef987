import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkPlug, runPlug } from '@flumotion/core/testing';
import plug from '../src/index';

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
