import { isIPv6 } from 'node:net';
import { capsFields } from './caps';
import { isMulticast } from './address';

/** What is sent where. */
export interface Sent {
  /** Name of the stream, for people. */
  readonly name: string;
  /** Caps of the packets in GStreamer's notation. */
  readonly caps: string;
  readonly address: string;
  readonly port: number;
  /** Routers that packets to a multicast group may pass. */
  readonly ttl: number;
  /** Milliseconds of sound in a packet, where it is fixed. */
  readonly packetTime?: number | undefined;
  /** Port of RTCP where it is not the next one; 0 when there is no RTCP. */
  readonly rtcpPort?: number | undefined;
  readonly encrypted: boolean;
}

/** Fields of the caps that are no format parameters. */
const NO_PARAMETER =
  /^(media|clock-rate|encoding-name|encoding-params|payload|ssrc|channels|channel-order|packet-rate|max-ptime|ptime|timestamp-offset|seqnum-offset|seqnum-base|clock-base|[ax]-.*|ssrc-.*|rtcp-.*|extmap-.*|srtp-.*|framesize|framerate|roc)$/;

/** An SDP by which players such as ffmpeg and VLC receive a stream. */
export function writeSdp(sent: Sent): string {
  const fields = capsFields(sent.caps);
  const { payload = '96', media = 'video', 'clock-rate': rate = '90000' } = fields;
  const channels = fields['encoding-params'] ?? fields['channels'];
  const kind = isIPv6(sent.address) ? 'IP6' : 'IP4';
  const ttl = isMulticast(sent.address) && kind === 'IP4' ? `/${String(sent.ttl)}` : '';
  const parameters = Object.entries(fields)
    .filter(([name]) => !NO_PARAMETER.test(name))
    .map(([name, value]) => `${name}=${value}`);
  const usualRtcp = sent.rtcpPort === undefined || sent.rtcpPort === 0 || sent.rtcpPort === sent.port + 1;
  return [
    'v=0',
    `o=- 0 0 IN ${kind} ${kind === 'IP6' ? '::1' : '127.0.0.1'}`,
    `s=${sent.name}`,
    `c=IN ${kind} ${sent.address}${ttl}`,
    't=0 0',
    `m=${media} ${String(sent.port)} RTP/${sent.encrypted ? 'SAVP' : 'AVP'} ${payload}`,
    `a=rtpmap:${payload} ${fields['encoding-name'] ?? ''}/${rate}${channels === undefined ? '' : `/${channels}`}`,
    ...(parameters.length > 0 ? [`a=fmtp:${payload} ${parameters.join('; ')}`] : []),
    ...(sent.packetTime === undefined ? [] : [`a=ptime:${String(sent.packetTime)}`]),
    ...(usualRtcp ? [] : [`a=rtcp:${String(sent.rtcpPort)}`]),
    'a=recvonly',
    '',
  ].join('\n');
}
