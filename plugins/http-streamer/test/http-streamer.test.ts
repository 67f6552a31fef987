import { checkComponent } from '@flumotion/core/testing';
import { mountPath } from '@flumotion/web';
import components, { httpStreamer as component, icyStreamer } from '../src';
import { type Properties } from '../src/declaration';
import { checkHttpProperties as checkProperties, readSettings } from '../src/settings';
import manifest from '../package.json';
import { rig, stopAll } from './rig';

afterEach(stopAll);

const values = async (changes: Partial<Properties> = {}): Promise<Properties> =>
  (await rig(changes)).context.properties;

it('has a sound declaration', () => {
  expect(components.flatMap((each) => checkComponent(each))).toEqual([]);
  expect(manifest.flumotion.components).toEqual(components.map(({ spec }) => spec.type));
});

it('accepts every property of the original', () => {
  const original =
    `mount-point type port hostname porter-socket-path porter-username porter-password client-limit
    bandwidth-limit redirect-on-overflow duration timeout burst-on-connect burst-size burst-time bouncer allow-default
    domain issuer-class description ip-filter`.split(/\s+/);
  expect(Object.keys(component.spec.properties ?? {})).toEqual(expect.arrayContaining(original));
  const withMetadata = [...original, 'frame-size', 'metadata-interval'];
  expect(Object.keys(icyStreamer.spec.properties ?? {})).toEqual(expect.arrayContaining(withMetadata));
});

it('runs without GStreamer', () => {
  expect(component.spec.pipeline).toBe('@eater:default@ ! @tap:default@');
});

it.each([
  [{ type: 'slave' as const }, /porter-socket-path, porter-username, porter-password is missing/],
  [{ 'burst-time': 2, 'burst-size': 100 }, /exclude each other/],
  [{ 'redirect-on-overflow': 'other.example' }, /is no URL/],
  [{ 'redirect-on-overflow': 'http://a/\r\nSet-Cookie: x' }, /is no URL/],
  [{ 'mount-point': '/a b' }, /expected a plain path/],
  [{ url: 'radio.example' }, /url "radio.example" is no URL/],
  [{ 'metadata-password': '' }, /metadata-password is empty/],
  [{ 'icy-metadata-interval': 255 }, /expected 0 or at least 256/],
])('refuses %j', async (changes, complaint) => {
  expect(checkProperties({ ...(await values()), ...changes })).toMatch(complaint);
});

it('accepts its defaults', async () => {
  expect(checkProperties(await values())).toBeUndefined();
});

it.each([
  ['', '/'],
  ['live.ogg', '/live.ogg'],
  ['/a/b', '/a/b'],
  ['/caf%C3%A9', '/café'],
  ['/50%', '/50%'],
])('reads mount point %j as %j', (given, path) => {
  expect(mountPath(given)).toBe(path);
});

it('reads old bandwidth limits as megabits, and none as none', async () => {
  const read = async (limit: number | undefined): Promise<number | undefined> =>
    readSettings(await values(limit === undefined ? {} : { 'bandwidth-limit': limit }), 10).bandwidthLimit;
  expect(await read(30)).toBe(30_000_000);
  expect(await read(2_000_000)).toBe(2_000_000);
  expect(await read(-1)).toBeUndefined();
  expect(await read(undefined)).toBeUndefined();
});
