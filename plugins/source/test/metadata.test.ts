import { afterEach, expect, test } from '@jest/globals';
import { waitUntil } from '../../../test/support/wait-until';
import { login, mp3, PASSWORD, Rig } from './rig';

let rig: Rig;
afterEach(() => rig.stop());

test.each([
  ['/admin/metadata?mode=updinfo&mount=/live&song=A%20-%20B', [login()], 'A - B', { title: 'A - B' }],
  ['/admin/metadata?mode=updinfo&mount=%2Flive&song=M%FCll', [login()], 'Müll', { title: 'Müll' }],
  ['/admin/metadata?mode=updinfo&mount=/live&song=M%C3%BCll', [login()], 'Müll', { title: 'Müll' }],
  ['/admin/metadata?mode=updinfo&song=%CF+x&charset=koi8-r', [login()], 'о x', { title: 'о x' }],
  ['/admin/metadata?mode=updinfo&song=x&charset=nonsense', [login()], 'x', { title: 'x' }],
  [
    '/admin/metadata?mode=updinfo&title=B&artist=A&album=C',
    [login()],
    'A - B',
    { title: 'B', artist: 'A', album: 'C' },
  ],
  ['/admin/metadata?mode=updinfo&song=A%0d%0aX:%20y%00', [login()], 'A  X: y', { title: 'A  X: y' }],
  [`/admin.cgi?mode=updinfo&pass=${PASSWORD}&song=x`, [], 'x', { title: 'x' }],
])('what plays is taken: %s', async (target, fields, title, tags) => {
  rig = await new Rig().start();
  const source = await rig.source();
  source.socket.write(mp3());
  await waitUntil('media', () => rig.recorded.buffers.length > 0);
  const client = rig.client([`GET ${target} HTTP/1.0`, ...fields, '']);
  await client.hears('<return>1</return>');
  await waitUntil('the tags', () => rig.recorded.tags.length > 0);
  expect(rig.recorded.tags).toEqual([tags]);
  expect(rig.context.stats['title']).toBe(title);
  expect(rig.context.said).toEqual([{ level: 'info', id: 'title', text: `Now playing: ${title}` }]);
});

test('what plays may stand in a form that is posted, with a password of SHOUTcast too', async () => {
  rig = await new Rig().start();
  await rig.source();
  const post = (path: string, form: string, ...fields: string[]): Promise<void> =>
    rig
      .client([
        `POST ${path} HTTP/1.1`,
        'Host: x',
        'Content-Type: application/x-www-form-urlencoded; charset=utf-8',
        `Content-Length: ${form.length}`,
        ...fields,
        '',
        form,
      ])
      .hears('<return>1</return>');
  await post('/admin/metadata?mount=/live', 'mode=updinfo&song=A+%C3%A4', login());
  expect(rig.context.stats['title']).toBe('A ä');
  await post('/admin.cgi', `mode=updinfo&pass=${PASSWORD}&song=B`);
  expect(rig.context.stats['title']).toBe('B');
  expect(rig.context.logged.join('\n')).not.toContain(PASSWORD);
  const bad = rig.client(['POST /admin/metadata HTTP/1.1', 'Host: x', 'Transfer-Encoding: chunked', '']);
  await bad.hears('411 Length Required');
});
