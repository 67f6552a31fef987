import { execFileSync } from 'node:child_process';
import { afterEach, expect, test } from '@jest/globals';
import { lateListener } from '../../../test/support/late-joiner';
import { playComponent, type Played } from '../../../test/support/play-component';
import { restartsCleanly } from '../../../test/support/restarts';
import multipart from '../src';

const JPEG =
  'videotestsrc is-live=true pattern=red ! video/x-raw,width=64,height=48,framerate=10/1 ! jpegenc';

let played: Played | undefined;
afterEach(async () => {
  await played?.stop();
  played = undefined;
});

test('a late listener gets whole parts, each a picture', async () => {
  played = await playComponent(multipart, { inputs: { 'default:video': JPEG } });
  await played.output().have(40);
  const { stream, bytes } = lateListener(played.output(), 0.5);
  expect(stream.contentType).toBe('multipart/x-mixed-replace;boundary=ThisRandomString');
  const parts = bytes.toString('latin1').split('--ThisRandomString\r\n').slice(1, -1);
  expect(bytes.toString('latin1', 0, 24)).toMatch(/^(\r\n)?--ThisRandomString/);
  expect(parts.length).toBeGreaterThan(5);
  for (const part of parts) {
    const [head = '', ...body] = part.split('\r\n\r\n');
    expect(head).toMatch(/^content-type: image\/jpeg/im);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
    const picture = Buffer.from(body.join('\r\n\r\n'), 'latin1').subarray(0, length);
    const red = execFileSync(
      'ffmpeg',
      ['-v', 'error', '-i', '-', '-vf', 'scale=1:1', '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'],
      { input: picture },
    );
    expect(red[0]).toBeGreaterThan(200);
    expect(red[1]).toBeLessThan(60);
    if (part === parts[2]) break;
  }
});

test('starts and stops without a trace', async () => {
  await restartsCleanly(multipart, { inputs: { 'default:video': JPEG } });
});
