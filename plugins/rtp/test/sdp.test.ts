import { describe, expect, test } from '@jest/globals';
import { readSdp } from '../src/sdp-reader';
import { writeSdp, type Sent } from '../src/sdp-writer';

const FFMPEG = `SDP:
v=0
o=- 0 0 IN IP4 127.0.0.1
s=No Name
t=0 0
a=tool:libavformat
m=video 5004 RTP/AVP 96
c=IN IP4 239.1.2.3/16
a=rtpmap:96 H264/90000
a=fmtp:96 packetization-mode=1; sprop-parameter-sets=Z0LACtoKE+WwEQ==,aM4PyA==; profile-level-id=42C00A
m=audio 5006 RTP/AVP 97
c=IN IP4 127.0.0.1
b=AS:69
a=rtpmap:97 MPEG4-GENERIC/44100/1
a=fmtp:97 profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3; config=120856E500
m=audio 5008 RTP/AVP 11
`;

describe('an SDP that is read', () => {
  test('has the stream of the port, else the first of the encoding, else the first', () => {
    expect(readSdp(FFMPEG)).toMatchObject({ port: 5004, address: '239.1.2.3', format: { encoding: 'h264' } });
    expect(readSdp(FFMPEG, { encoding: 'l16' })).toMatchObject({
      port: 5008,
      format: { encoding: 'l16', payload: 11, clockRate: 44_100, channels: 1 },
    });
    expect(readSdp(FFMPEG, { port: 5006 }).format).toEqual({
      encoding: 'aac',
      payload: 97,
      clockRate: 44_100,
      channels: 1,
      parameters:
        'profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3; config=120856E500',
    });
  });

  test('may name the only sender of a group', () => {
    const sdp = `v=0
      c=IN IP4 232.9.8.7/64
      a=source-filter: incl IN IP4 232.9.8.7 192.0.2.5
      m=audio 5004 RTP/AVP 98
      a=rtpmap:98 L24/48000/8
      a=ptime:1`;
    expect(readSdp(sdp)).toEqual({
      port: 5004,
      address: '232.9.8.7',
      source: '192.0.2.5',
      format: { encoding: 'l24', payload: 98, clockRate: 48_000, channels: 8 },
    });
  });

  test.each([
    ['', 'no stream that can be received'],
    ['m=video 5004 RTP/AVP 31', 'no stream that can be received'],
    ['m=video x RTP/AVP y', 'no stream that can be received'],
    ['m=audio 5004 RTP/AVP 96\na=rtpmap:96 SPEEX/16000', 'no stream that can be received'],
    ['a'.repeat(65_537), 'longer than 65536'],
  ])('%#: is refused', (text, words) => {
    expect(() => readSdp(text)).toThrow(words);
  });
});

describe('an SDP that is written', () => {
  const sent: Sent = {
    name: 'studio',
    caps: 'application/x-rtp, media=(string)audio, clock-rate=(int)48000, encoding-name=(string)L24, encoding-params=(string)2, channels=(int)2, payload=(int)96, ssrc=(uint)1, timestamp-offset=(uint)5, seqnum-offset=(uint)7',
    address: '239.5.6.7',
    port: 5004,
    ttl: 3,
    packetTime: 1,
    encrypted: false,
  };

  test('says all that players need, and nothing more', () => {
    expect(writeSdp(sent)).toBe(
      [
        ...['v=0', 'o=- 0 0 IN IP4 127.0.0.1', 's=studio', 'c=IN IP4 239.5.6.7/3', 't=0 0'],
        ...['m=audio 5004 RTP/AVP 96', 'a=rtpmap:96 L24/48000/2', 'a=ptime:1', 'a=recvonly', ''],
      ].join('\n'),
    );
  });

  test('is read as what it was', () => {
    const caps =
      'application/x-rtp, media=(string)video, clock-rate=(int)90000, encoding-name=(string)H264, packetization-mode=(string)1, sprop-parameter-sets=(string)"Z0LACtoKE+WwEQ\\=\\=\\,aM4PyA\\=\\=", payload=(int)101, a-framerate=(string)25';
    const text = writeSdp({ ...sent, caps, address: 'ff15::9', packetTime: undefined, rtcpPort: 6000 });
    expect(text).toContain('c=IN IP6 ff15::9\n');
    expect(text).toContain('a=rtcp:6000\n');
    expect(readSdp(text)).toMatchObject({
      address: 'ff15::9',
      format: {
        encoding: 'h264',
        payload: 101,
        parameters: 'packetization-mode=1; sprop-parameter-sets=Z0LACtoKE+WwEQ==,aM4PyA==',
      },
    });
    expect(writeSdp({ ...sent, encrypted: true })).toContain('RTP/SAVP');
  });
});
