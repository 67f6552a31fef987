import { contentType } from '../src/content-type';

describe('content type', () => {
  it.each([
    ['application/ogg, streamheader=(buffer)< 00 >', 'application/ogg'],
    ['video/webm', 'video/webm'],
    ['audio/mpeg, mpegversion=(int)1, layer=(int)3', 'audio/mpeg'],
    ['audio/mpeg, mpegversion=(int)4, stream-format=(string)adts', 'audio/aac'],
    ['video/mpegts, systemstream=(boolean)true', 'video/mp2t'],
    ['video/quicktime, variant=(string)iso', 'video/mp4'],
    ['multipart/x-mixed-replace, boundary=(string)frames', 'multipart/x-mixed-replace;boundary=frames'],
    ['multipart/x-mixed-replace', 'multipart/x-mixed-replace;boundary=ThisRandomString'],
  ])('of %s is %s', (text, type) => {
    expect(contentType({ text, mediaType: text.split(',')[0]!, streamHeader: [] })).toBe(type);
  });

  it('never carries a line break', () => {
    expect(contentType({ text: '', mediaType: 'a/b\r\nX: y', streamHeader: [] })).toBe(
      'application/octet-stream',
    );
  });
});
