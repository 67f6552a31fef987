import type { PageAnswer } from '@flumotion/core/plugin';
import { expect, test } from '@jest/globals';
import { checkPlug, runPlug } from '@flumotion/core/testing';
import { refusals } from '../../../test/support/refusals';
import html5 from '../src';

const values = {
  'stream-url': 'http://radio.example:8800/live.webm',
  'mime-type': 'video/webm',
  codecs: 'vp8, vorbis',
  width: 320,
  height: 240,
};

/** What the plug answers to a path below /watch/. */
async function ask(path: string, query = '', more: object = {}): Promise<PageAnswer | undefined> {
  const plug = await runPlug(html5, { ...values, ...more });
  const answer = plug.ask('page', {
    method: 'GET',
    path,
    query: new URLSearchParams(query),
    base: 'http://pages.example/watch/',
    fields: new Map(),
  }) as Promise<PageAnswer | undefined>;
  const given = await answer;
  await plug.stop();
  return given;
}

const body = (answer: PageAnswer | undefined): string => String(answer?.body);

test('the declaration is sound; values that are none are refused', () => {
  expect(checkPlug(html5)).toEqual([]);
  expect(refusals(html5, values)).toEqual([]);
  expect(refusals(html5, {}).length).toBeGreaterThan(0);
  expect(refusals(html5, { ...values, width: 0 })).toHaveLength(1);
  const { check } = html5.behaviour as unknown as { check: (given: object) => string | undefined };
  const defaults = { ...values, index: 'index.html', title: 'x' };
  expect(check(defaults)).toBeUndefined();
  expect(check({ ...defaults, 'stream-url': 'javascript:alert(1)' })).toContain('is no URL');
  expect(check({ ...defaults, 'mime-type': 'webm' })).toContain('is no content type');
  expect(check({ ...defaults, index: 'a/b.html' })).toContain('is no name of a page');
});

test.each(['', 'index.html'])('the page is at "%s", with scripts that are there', async (path) => {
  const page = await ask(path);
  expect(page).toMatchObject({ status: 200, fields: { 'Content-Type': 'text/html; charset=utf-8' } });
  const [, script = ''] = /src="\/watch\/(player\/[^"]+\/main\.js)"/.exec(body(page)) ?? [];
  expect(await ask(script)).toMatchObject({
    status: 200,
    fields: { 'Content-Type': 'text/javascript; charset=utf-8' },
  });
  expect(await ask('player/x/nothing.js')).toMatchObject({ status: 404 });
});

test('the page may play from where the stream is, and from nowhere else', async () => {
  const page = await ask('');
  const policy = page?.fields['Content-Security-Policy'] ?? '';
  expect(policy).toContain("connect-src 'self' http://radio.example:8800;");
  expect(policy).toContain("frame-ancestors 'self'");
  expect((await ask('', 'embed'))?.fields['Content-Security-Policy']).toContain('frame-ancestors *');
  expect(body(page)).toContain('http://radio.example:8800/live.webm.json');
});

test('its name is text, and may be another; other paths are left to others', async () => {
  const page = await ask('watch.html', '', { index: 'watch.html', title: '<script>alert(1)</script>' });
  expect(body(page)).toContain('&lt;script&gt;alert(1)');
  expect(body(page)).not.toContain('<script>alert');
  expect(await ask('index.html', '', { index: 'watch.html' })).toBeUndefined();
  expect(await ask('film.webm')).toBeUndefined();
});
