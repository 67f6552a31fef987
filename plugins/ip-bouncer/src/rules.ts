import { IPv4, IPv6, parse } from 'ipaddr.js';

/** What a rule says of the addresses in its block. */
export type Effect = 'allow' | 'deny';

/** The most specific rule that matches an address. */
export interface Match {
  /** Both when an allow and a deny rule name the very same block. */
  readonly effect: Effect | 'both';
  /** The block as it is usually written. */
  readonly block: string;
}

type Address = IPv4 | IPv6;

interface Block {
  readonly network: Address;
  readonly bits: number;
}

const LONGEST = { ipv4: 32, ipv6: 128 } as const;
/** Bits of an IPv6 address before the IPv4 address that is mapped into it. */
const MAPPED = 96;

/** Rules about addresses, in which the longest prefix decides. */
export class Rules {
  /** Blocks by kind of address and prefix length, the longest first; in each the networks by their text. */
  private readonly levels: { kind: string; bits: number; networks: Map<string, Set<Effect>> }[] = [];

  /** @throws Error that names the first rule that is none. */
  constructor(rules: Readonly<Record<Effect, readonly string[]>>) {
    for (const effect of ['allow', 'deny'] as const) {
      for (const rule of rules[effect]) this.add(effect, parseBlock(effect, rule));
    }
    this.levels.sort((one, other) => other.bits - one.bits);
  }

  /** The rule that decides about an address; undefined when none matches, or when it is no address. */
  match(text: string): Match | undefined {
    const address = parseAddress(text);
    if (!address) return undefined;
    for (const { kind, bits, networks } of this.levels) {
      if (kind !== address.kind()) continue;
      const network = networkOf(address, bits).toString();
      const effects = networks.get(network);
      if (effects) {
        const [effect = 'deny'] = effects;
        return { effect: effects.size > 1 ? 'both' : effect, block: `${network}/${bits}` };
      }
    }
    return undefined;
  }

  private add(effect: Effect, { network, bits }: Block): void {
    const kind = network.kind();
    let level = this.levels.find((one) => one.kind === kind && one.bits === bits);
    if (!level) this.levels.push((level = { kind, bits, networks: new Map() }));
    const key = network.toString();
    const effects = level.networks.get(key) ?? new Set();
    level.networks.set(key, effects.add(effect));
  }
}

/** An address of either kind; IPv4 also where it is mapped into IPv6. */
function parseAddress(text: string): Address | undefined {
  const plain = text.replace(/%.*$/, '');
  // The library also takes octal, hexadecimal and shortened IPv4, which people read in other ways.
  if (!IPv4.isValidFourPartDecimal(plain) && !IPv6.isValid(plain)) return undefined;
  const address = parse(plain);
  return address instanceof IPv6 && address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

function parseBlock(effect: Effect, rule: string): Block {
  const complain = (problem: string): Error => new Error(`${effect} ${JSON.stringify(rule)} ${problem}`);
  const [text = '', length, ...rest] = rule.trim().split('/');
  const network = parseAddress(text);
  if (!network || rest.length > 0 || text.includes('%')) {
    throw complain('is no address or block; expected one such as 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32');
  }
  const longest = LONGEST[network.kind()];
  const written = text.includes(':') ? LONGEST.ipv6 : LONGEST.ipv4;
  const given = length === undefined ? written : /^\d{1,3}$/.test(length) ? Number(length) : NaN;
  const bits = given - (written - longest === MAPPED ? MAPPED : 0);
  if (!(bits >= 0 && bits <= longest)) {
    throw complain(`has no valid number of bits after the slash; expected 0 to ${written}`);
  }
  const exact = networkOf(network, bits);
  if (exact.toString() !== network.toString()) {
    throw complain(`has bits beyond its mask; write ${exact.toString()}/${bits} or a longer mask`);
  }
  return { network, bits };
}

function networkOf(address: Address, bits: number): Address {
  const bytes = address.toByteArray().map((byte, index) => {
    const kept = Math.min(8, Math.max(0, bits - index * 8));
    return byte & (0xff << (8 - kept)) & 0xff;
  });
  return address instanceof IPv4 ? new IPv4(bytes) : new IPv6(bytes);
}
