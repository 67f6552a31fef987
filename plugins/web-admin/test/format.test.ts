import {
  agoText,
  bitRateText,
  bytesText,
  capsText,
  counted,
  durationText,
  figureText,
  percentText,
} from '../app/frame/format';

test.each([
  [0, '0 bytes'],
  [1023, '1023 bytes'],
  [1536, '1.50 KiB'],
  [83_261_440, '79.4 MiB'],
])('%s bytes are %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});

test.each([
  [12.5, '100 bit/s'],
  [100_000, '800 kbit/s'],
  [1_134_000, '9.07 Mbit/s'],
])('%s bytes a second are %s', (bytes, text) => {
  expect(bitRateText(bytes)).toBe(text);
});

test.each([
  [0, '0 s'],
  [59.9, '59 s'],
  [60, '1 min'],
  [3725, '1 h 2 min'],
  [86_400 * 3 + 3600 * 4 + 59, '3 d 4 h'],
])('%s seconds are %s', (seconds, text) => {
  expect(durationText(seconds)).toBe(text);
});

test('figures have their units', () => {
  expect(figureText(2048, 'bytes')).toBe('2.00 KiB');
  expect(figureText(64_000, 'bit/s')).toBe('64.0 kbit/s');
  expect(figureText(3600, 's')).toBe('1 h');
  expect(figureText(-15.87, 'dB')).toBe('-15.87 dB');
  expect(figureText('application/ogg')).toBe('application/ogg');
  expect(figureText(true)).toBe('yes');
  expect(percentText(0.0123)).toBe('1.2 %');
  expect(counted(1, 'flow')).toBe('1 flow');
  expect(counted(0, 'flow')).toBe('0 flows');
  expect(agoText(1000, 62_000)).toBe('1 min 1 s ago');
});

test('caps are shown without the headers of the stream', () => {
  const headers = 'streamheader=(buffer)< 8074, 8174 >, width=(int)64';
  expect(capsText(`video/x-theora, ${headers}`)).toBe('video/x-theora, width=(int)64');
  expect(capsText('video/x-h264, codec_data=(buffer)0164ff, alignment=(string)au')).toBe(
    'video/x-h264, alignment=(string)au',
  );
});
