import { expect, test } from '@jest/globals';
import { checkPlug, runPlug } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import forcedownload from '../src';

/** Header fields that the plug sets for a request. */
async function fields(target: string, properties: object = { 'argument-name': 'download' }): Promise<object> {
  const plug = await runPlug(forcedownload, properties as Record<string, string>);
  const url = new URL(target, 'http://host');
  const set: Record<string, string> = {};
  plug.ask('modify', {
    method: 'GET',
    path: decodeURIComponent(url.pathname),
    query: url.searchParams,
    setHeader: (name: string, value: string) => {
      set[name] = value;
    },
  });
  await plug.stop();
  expect(plug.messages).toEqual([]);
  return set;
}

test('the declaration is sound, and the argument is required', () => {
  expect(checkPlug(forcedownload)).toEqual([]);
  expect(refusals(forcedownload, {})).toEqual([expect.stringContaining('argument-name')]);
});

test('the argument with the value 1 has the browser save', async () => {
  expect(await fields('/clips/evening.ogg?download=1')).toEqual({
    'Content-Disposition': "attachment; filename*=utf-8''evening.ogg",
  });
});

test.each(['/clips/evening.ogg', '/evening.ogg?download=0', '/evening.ogg?other=1'])(
  '%s is played as ever',
  async (target) => {
    expect(await fields(target)).toEqual({});
  },
);

test('other values may be named', async () => {
  const properties = { 'argument-name': 'as', 'trigger-value': ['file', 'save'] };
  expect(await fields('/a.ogg?as=save', properties)).not.toEqual({});
  expect(await fields('/a.ogg?as=1', properties)).toEqual({});
});

test('a name never leaves its place in the header', async () => {
  expect(await fields("/a%22%0D%0AX:'%C3%A4.ogg?download=1")).toEqual({
    'Content-Disposition': "attachment; filename*=utf-8''a%22%0D%0AX%3A%27%C3%A4.ogg",
  });
  expect(await fields('/?download=1')).toEqual({
    'Content-Disposition': "attachment; filename*=utf-8''stream",
  });
});
