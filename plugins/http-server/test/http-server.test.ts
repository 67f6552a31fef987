import { afterEach, expect, test } from '@jest/globals';
import type { ModifiableRequest, RequestEntry } from '@flumotion/core/plugin';
import { checkComponent } from '@flumotion/core/testing';
import { waitUntil } from '../../../test/support/wait-until';
import definitions from '../src';
import { httpServer as component } from '../src/component';
import { checkProperties } from '../src/settings';
import manifest from '../package.json';
import { ask, bytes, cleanUp, folder, serve, values, type Rig } from './rig';

afterEach(cleanUp);

const plugs = definitions.slice(1);

test('the declaration is sound, and the package names what is in it', () => {
  expect(checkComponent(component)).toEqual([]);
  expect(manifest.flumotion.components).toEqual([component.spec.type]);
  expect([...manifest.flumotion.plugs].sort()).toEqual(plugs.map(({ spec }) => spec.type).sort());
});

test('it has every property of the original, and its old names', () => {
  const original = `mount-point path type hostname description bouncer issuer-class allow-default ip-filter
    allow-browsing port porter-socket-path porter-username porter-password`.split(/\s+/);
  const properties = component.spec.properties ?? {};
  expect(Object.keys(properties)).toEqual(expect.arrayContaining(original));
  for (const name of original.filter((each) => each.includes('-')))
    expect(properties[name]?.aliases).toContain(name.replaceAll('-', '_'));
});

test.each([
  [{ path: 'relative' }, /path "relative" is relative/],
  [{ 'mount-point': '/a?b' }, /expected a plain path/],
  [{ 'redirect-on-overflow': 'x' }, /is no URL/],
])('refuses %j', (properties, complaint) => {
  expect(checkProperties(values(properties))).toMatch(complaint);
});

interface Told extends Rig {
  readonly told: { readonly type: string; readonly entry: RequestEntry }[];
}

async function logged(properties: object = {}): Promise<Told> {
  const told: Told['told'] = [];
  const event = (type: string, entry: RequestEntry): void => void told.push({ type, entry });
  const rig = await serve({ path: folder({ 'a.mp4': bytes(200_000) }), ...properties }, [
    { socket: 'request-logger', hooks: { event } },
  ]);
  return Object.assign(rig, { told });
}

test('loggers of requests are told what was asked for and what was sent', async () => {
  const { port, told } = await logged();
  await ask(port, '/a.mp4?token=secret', { Range: 'bytes=10-19,30-39', Referer: 'http://a.example/' });
  await ask(port, '/b.mp4');
  await waitUntil('the ends are told', () => told.length === 4);
  expect(told.map(({ type, entry }) => `${type} ${entry.uri} ${entry.response}`)).toEqual([
    'http_session_started /a.mp4?token=*** 206',
    'http_session_completed /a.mp4?token=*** 206',
    'http_session_started /b.mp4 404',
    'http_session_completed /b.mp4 404',
  ]);
  expect(told[1]?.entry).toMatchObject({
    'resource-size': 200_000,
    'range-first': 10,
    'range-last': 39,
    referer: 'http://a.example/',
  });
  expect(told[3]?.entry).toMatchObject({ 'resource-size': undefined, 'bytes-sent': 0 });
});

test('loggers are told of what was refused before any file was looked for', async () => {
  const { port, told } = await logged({ 'client-limit': 0 });
  await ask(port, '/a.mp4');
  await waitUntil('the end is told', () => told.length === 1);
  expect(told[0]).toMatchObject({
    type: 'http_session_completed',
    entry: { uri: '/a.mp4', response: 503, reason: 'refused-full', 'bytes-sent': 0 },
  });
});

test('addresses that are not logged are not told of', async () => {
  const { port, told, context } = await logged({ 'ip-filter': ['127.0.0.0/8'] });
  await ask(port, '/a.mp4');
  await waitUntil('it has ended', () => context.stats['current-request-count'] === 0);
  expect(told).toEqual([]);
  expect(context.logged.filter((line) => line.includes('a.mp4'))).toEqual([]);
});

test('modifiers of requests set fields of files, and none that break the answer', async () => {
  const modify = ({ setHeader, path }: ModifiableRequest): void => {
    setHeader('X-Path', path);
    setHeader('content-length', '1');
    setHeader('X-Broken', 'a\r\nb: c');
  };
  const { port } = await serve({ path: folder({ 'a.mp4': 'ABC' }) }, [
    { socket: 'request-modifier', hooks: { modify } },
  ]);
  const { fields, body } = await ask(port, '/a.mp4');
  expect(fields).toMatchObject({
    'x-path': '/a.mp4',
    'content-length': '3',
  });
  expect(fields['x-broken']).toBeUndefined();
  expect(body.toString()).toBe('ABC');
  expect((await ask(port, '/b.mp4')).fields['x-path']).toBeUndefined();
});
