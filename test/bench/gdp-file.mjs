const HEADER = 62;
const NO_TIME = 0xffffffffffffffffn;
const HEADER_FLAG = 0x400;
const LAST_PAGE = 0x04;

/**
 * Packets of a GDP file in order: type, payload, the whole packet, the time in seconds at which a live feed has it (that
 * of the last buffer with a time), and whether it is one of the stream's headers. Pages that end an Ogg stream are left
 * out.
 */
export function readPackets(file) {
  const packets = [];
  let time = 0;
  for (let at = 0; at + HEADER <= file.length;) {
    const type = file.readUInt16BE(at + 4);
    const end = at + HEADER + file.readUInt32BE(at + 6);
    const pts = file.readBigUInt64BE(at + 10);
    const header = type !== 1 || (file.readUInt16BE(at + 42) & HEADER_FLAG) !== 0;
    if (type === 1 && pts !== NO_TIME) time = Math.max(time, Number(pts) / 1e9);
    const data = file.subarray(at + HEADER, end);
    const last = type === 1 && data.toString('latin1', 0, 4) === 'OggS' && (data[5] & LAST_PAGE) !== 0;
    if (!last) packets.push({ type, header, time, data, whole: file.subarray(at, end) });
    at = end;
  }
  return packets;
}

/**
 * The writes that gathering makes of a feed: milliseconds and bytes of each.
 * @param interval - milliseconds between two writes; none is made where nothing came.
 */
export function gathered(packets, interval) {
  const writes = [];
  for (const { header, time, data } of packets) {
    if (header) continue;
    const at = (Math.floor((time * 1000) / interval) + 1) * interval;
    const last = writes.at(-1);
    if (last?.at === at) last.bytes += data.length;
    else writes.push({ at, bytes: data.length });
  }
  return writes;
}
