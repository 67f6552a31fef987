/** Identities of elements that are looked at, their marker bits included. */
export const ID = {
  head: 0x1a45dfa3,
  docType: 0x4282,
  segment: 0x18538067,
  seekHead: 0x114d9b74,
  info: 0x1549a966,
  timeScale: 0x2ad7b1,
  duration: 0x4489,
  tracks: 0x1654ae6b,
  track: 0xae,
  trackNumber: 0xd7,
  trackType: 0x83,
  cues: 0x1c53bb6b,
  cluster: 0x1f43b675,
  clusterTime: 0xe7,
  simpleBlock: 0xa3,
  blockGroup: 0xa0,
  block: 0xa1,
  reference: 0xfb,
  void: 0xec,
} as const;

/** The head of an element. */
export interface ElementHead {
  readonly id: number;
  /** Bytes of the head. */
  readonly head: number;
  /** Bytes of the body; undefined when it has no end of its own. */
  readonly body: number | undefined;
}

/**
 * Reads the head of an element.
 * @returns how many bytes are needed, negative, when they are not here; undefined when there is none.
 */
export function readElement(bytes: Buffer, at = 0): ElementHead | number | undefined {
  const first = bytes[at];
  if (first === undefined) return -1;
  const idSize = Math.clz32(first) - 23;
  if (idSize > 4) return undefined;
  const sizeFirst = bytes[at + idSize];
  if (sizeFirst === undefined) return -(idSize + 1);
  const sizeSize = Math.clz32(sizeFirst) - 23;
  if (sizeSize > 8) return undefined;
  const head = idSize + sizeSize;
  if (bytes.length - at < head) return -head;
  const ones = 0xff >> sizeSize;
  let body = sizeFirst & ones;
  let unknown = body === ones;
  for (let index = 1; index < sizeSize; index++) {
    const byte = bytes.readUInt8(at + idSize + index);
    unknown = unknown && byte === 0xff;
    body = body * 256 + byte;
  }
  return { id: bytes.readUIntBE(at, idSize), head, body: unknown ? undefined : body };
}

/** An element inside another, with where its body is. */
export interface Child {
  readonly id: number;
  readonly at: number;
  readonly body: Buffer;
}

/** The elements in the body of an element that is whole; what is broken ends them. */
export function* childrenOf(body: Buffer): Generator<Child> {
  for (let at = 0; at < body.length;) {
    const element = readElement(body, at);
    if (typeof element !== 'object' || element.body === undefined) return;
    const start = at + element.head;
    const end = start + element.body;
    if (end > body.length) return;
    yield { id: element.id, at, body: body.subarray(start, end) };
    at = end;
  }
}

/** The whole number in the body of an element, at most six bytes of it. */
export function numberIn(body: Buffer): number {
  const used = body.subarray(Math.max(0, body.length - 6));
  return used.length === 0 ? 0 : used.readUIntBE(0, used.length);
}
