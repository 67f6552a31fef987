/**
 * Plays a recorded feed (GDP) once, in real time: as GDP on a unix socket, to the first who connects, or as an Icecast
 * source. Ends when the recording does or when nobody takes it any more.
 *
 *   feed-player.mjs FILE gdp SOCKET
 *   feed-player.mjs FILE icecast PORT PASSWORD
 */
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { readPackets } from './gdp-file.mjs';

const [file, kind, place, password] = process.argv.slice(2);
const packets = readPackets(readFileSync(file));

function icecast() {
  const socket = connect(Number(place), '127.0.0.1');
  const login = Buffer.from(`source:${password}`).toString('base64');
  socket.write(
    `SOURCE /live HTTP/1.0\r\nAuthorization: Basic ${login}\r\nContent-Type: application/ogg\r\n\r\n`,
  );
  socket.resume();
  return socket;
}

function unix() {
  return new Promise((resolve) => {
    const server = createServer((socket) => {
      server.close();
      resolve(socket.resume());
    });
    server.listen(place, () => console.log('listening'));
  });
}

const out = kind === 'icecast' ? icecast() : await unix();
const bytes = (packet) => (kind === 'icecast' ? (packet.type === 1 ? packet.data : undefined) : packet.whole);

out.on('error', () => process.exit(0));
out.on('close', () => process.exit(0));
const began = performance.now();
let at = 0;
(function play() {
  const now = (performance.now() - began) / 1000;
  for (; at < packets.length && packets[at].time <= now; at++) {
    const piece = bytes(packets[at]);
    if (piece) out.write(piece);
  }
  if (at < packets.length) setTimeout(play, Math.max(1, (packets[at].time - now) * 1000));
  else process.exit(0);
})();
