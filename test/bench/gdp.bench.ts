import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Table from 'cli-table3';
import { ExactSocket } from '../../core/src/feed/exact-socket';
import { GDP_FLAGS, GdpParser, serialiseGdp } from '../../core/src/feed/gdp';
import { TapReader } from '../../core/src/feed/tap-reader';

/*
 * What reading a feed in Node costs: the parser alone, the tap above it, and both over a unix socket from another
 * process. CPU is of the reading process. Run: node -C source -r ./test/support/typescript-hook.cjs test/bench/gdp.bench.ts
 */

const CHUNK = 65_536;
const MILLISECONDS = 1_000;
const PAYLOADS = [400, 4_000, 100_000, 3_110_400];

interface Count {
  bytes: number;
  buffers: number;
}

function wireOf(payload: number): Buffer {
  const caps = serialiseGdp({ kind: 'caps', text: 'application/ogg' });
  const one = serialiseGdp({
    kind: 'buffer',
    data: Buffer.alloc(payload, 1),
    pts: 1_000_000_000_000n,
    duration: 40_000_000n,
    offset: undefined,
    offsetEnd: 4_000n,
    flags: GDP_FLAGS.delta,
  });
  const repeats = Math.max(4, Math.ceil((8 * 1024 * 1024) / one.length));
  return Buffer.concat([caps, ...Array<Buffer>(repeats).fill(one)]);
}

/** A tap on a feed whose bytes the bench hands over itself. */
function tap(count: Count): (chunk: Buffer) => void {
  let take: (chunk: Buffer) => void = () => undefined;
  new TapReader({ caps: () => undefined, buffer: () => void (count.buffers += 1) }).attach({
    fd: -1,
    socket: new Socket(),
    read: (onBytes) => void (take = onBytes),
    close: (reason) => {
      throw new Error(reason);
    },
  });
  return (chunk) => {
    count.bytes += chunk.length;
    take(chunk);
  };
}

function parser(count: Count): (chunk: Buffer) => void {
  const parse = new GdpParser((packet) => {
    if (packet.kind === 'buffer') count.buffers += 1;
  });
  return (chunk) => {
    count.bytes += chunk.length;
    parse.push(chunk);
  };
}

async function measure(run: (count: Count, until: number) => void | Promise<void>): Promise<string[]> {
  await run({ bytes: 0, buffers: 0 }, performance.now() + MILLISECONDS / 5);
  const count = { bytes: 0, buffers: 0 };
  const [start, before] = [performance.now(), process.cpuUsage()];
  await run(count, start + MILLISECONDS);
  const { user, system } = process.cpuUsage(before);
  const seconds = (performance.now() - start) / 1000;
  return [
    (count.bytes / 1e6 / seconds).toFixed(0),
    (count.buffers / seconds).toFixed(0),
    ((user + system) / 1e6 / (count.bytes / 1e9)).toFixed(2),
  ];
}

/** From memory, in chunks of 64 KiB. */
function fromMemory(payload: number, reader: (count: Count) => (chunk: Buffer) => void): Promise<string[]> {
  const wire = wireOf(payload);
  return measure((count, until) => {
    while (performance.now() < until) {
      const take = reader(count);
      for (let at = 0; at < wire.length; at += CHUNK) take(wire.subarray(at, at + CHUNK));
    }
  });
}

/** From a process that writes as fast as it can. */
async function fromSocket(open: (take: (chunk: Buffer) => void) => Socket): Promise<string[]> {
  return measure(async (count, until) => {
    const socket = open(tap(count));
    await new Promise((resolve) => setTimeout(resolve, until - performance.now()));
    socket.destroy();
    await once(socket, 'close');
  });
}

const SENDER = `
const [, path, wire] = process.argv; const bytes = Buffer.from(require('fs').readFileSync(wire));
const caps = bytes.subarray(0, 78), rest = bytes.subarray(78);
require('net').createServer((s) => { s.on('error', () => {}); s.write(caps); const more = () => { while (s.write(rest)); }; s.on('drain', more); more(); })
  .listen(path, () => console.log('ready'));`;

async function main(): Promise<void> {
  const table = new Table({ head: ['reader', 'payload, bytes', 'MB/s', 'buffers/s', 'CPU s/GB'] });
  for (const payload of PAYLOADS) {
    table.push(['parser, from memory', payload, ...(await fromMemory(payload, parser))]);
    table.push(['tap, from memory', payload, ...(await fromMemory(payload, tap))]);
  }
  const folder = mkdtempSync(join(tmpdir(), 'flumotion-bench-'));
  try {
    for (const payload of PAYLOADS) {
      const [path, wire] = [join(folder, `s${payload}`), join(folder, `w${payload}`)];
      writeFileSync(wire, wireOf(payload));
      const sender = spawn(process.execPath, ['-e', SENDER, path, wire], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await once(sender.stdout, 'data');
      const exact = (take: (chunk: Buffer) => void): Socket => {
        const feed = new ExactSocket({ path });
        feed.read(take);
        return feed.socket;
      };
      const plain = (take: (chunk: Buffer) => void): Socket => connect({ path }).on('data', take);
      table.push(['tap, unix socket, as fed', payload, ...(await fromSocket(exact))]);
      table.push(["tap, unix socket, Node's stream", payload, ...(await fromSocket(plain))]);
      sender.kill();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.stdout.write(`${table.toString()}\n`);
}

void main();
