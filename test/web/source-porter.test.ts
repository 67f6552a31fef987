import { afterEach, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { Rig as Porters } from '../../plugins/porter/test/rig';
import { login, mp3, Rig as Source } from '../../plugins/source/test/rig';
import { waitUntil } from '../support/wait-until';

const porters = new Porters();
let source: Source | undefined;
afterEach(async () => {
  await source?.stop();
  porters.close();
});

test('a source client is taken through a porter, and says what plays', async () => {
  const porter = await porters.porter();
  source = new Source(
    {
      type: 'slave',
      'porter-socket-path': 'flu-abcdef.socket',
      'porter-username': 'ann',
      'porter-password': 'secret',
    },
    { localSocket: (name) => join(porters.folder, name) },
  );
  await source.start();
  const { recorded, context } = source;
  await waitUntil('the porter', () => context.stats['source-url'] !== undefined);
  const client = source.client(['SOURCE /live HTTP/1.0', login(), ''], porter.port);
  await client.hears('HTTP/1.0 200 OK');
  client.socket.write(mp3());
  await waitUntil('media', () => recorded.buffers.length > 5);
  const target = '/admin/metadata?mode=updinfo&mount=/live&song=x';
  await source.client([`GET ${target} HTTP/1.0`, login(), ''], porter.port).hears('<return>1</return>');
  expect(context.stats).toMatchObject({ title: 'x', 'source-address': '127.0.0.1' });
});
