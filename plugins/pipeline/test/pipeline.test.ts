import { expect, test } from '@jest/globals';
import { checkComponent } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import components from '../src';

test.each(components.map((one) => [one.spec.type, one] as const))('%s is sound', (_, component) => {
  expect(checkComponent(component)).toEqual([]);
  expect(component.spec.userPipeline).toBe('pipeline');
  expect(refusals(component, {})).toEqual([expect.stringContaining('pipeline: ')]);
});
