import { expect, test } from '@jest/globals';
import { setProperty } from '../../admin/src/command/set-property';

type Session = Parameters<typeof setProperty>[0];

async function asked(key: string, plug?: string): Promise<string[]> {
  const puts: string[] = [];
  const client = {
    get: (path: string) =>
      Promise.resolve(
        path === '/api/planet/schema'
          ? { $defs: { 'properties-of-plug-effect-volume': { properties: { volume: { type: 'number' } } } } }
          : { type: 'test-sound', plugs: [{ name: 'effect-volume', type: 'effect-volume' }] },
      ),
    ask: (_method: string, path: string, { body }: { body: unknown }) => {
      puts.push(path, JSON.stringify(body));
      return Promise.resolve({ value: {} });
    },
  };
  const options = plug === undefined ? {} : { plug };
  await setProperty({ client, options } as unknown as Session, '/main/sound', key, '0.5');
  return puts;
}

test.each([
  ['effect-volume:volume', undefined],
  ['volume', 'effect-volume'],
])('a property of a plug is named as it is listed, or with --plug: %s, %s', async (key, plug) => {
  expect(await asked(key, plug)).toEqual([
    '/api/components/main/sound/plugs/effect-volume/properties/volume',
    '{"value":0.5}',
  ]);
});

test('without a plug it is one of the component', async () => {
  expect((await asked('volume'))[0]).toBe('/api/components/main/sound/properties/volume');
});
