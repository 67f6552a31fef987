import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import { readLine } from './lines';

/*
 *   LOGIN <user> FGDP/0.1                      the end that connected
 *   FGDP/0.1 CHALLENGE <base64>                the end that listens
 *   AUTH <sha1(user:password:challenge)> FGDP/0.1
 *   FGDP/0.1 OK Authenticated                  and then GDP, from the consumer to the producer
 */

const VERSION = 'FGDP/0.1';
const CHALLENGE_BYTES = 128;

/** Name and password; the same at both ends. */
export interface Login {
  readonly username: string;
  readonly password: string;
}

/** The other end refused, or does not speak the protocol; trying again at once makes no sense. */
export class HandshakeError extends Error {}

/**
 * Logs in at the end that listens.
 * @throws HandshakeError with what it said; Error when the connection ends.
 */
export async function logIn(socket: Socket, login: Login): Promise<void> {
  socket.write(`LOGIN ${login.username} ${VERSION}\r\n`);
  const challenge = Buffer.from(answer(await readLine(socket), 'CHALLENGE'), 'base64').toString('latin1');
  socket.write(`AUTH ${proof(login, challenge)} ${VERSION}\r\n`);
  answer(await readLine(socket), 'OK');
}

/**
 * Lets the end that connected prove that it knows name and password.
 * @throws HandshakeError when it does not; Error when the connection ends.
 */
export async function admit(socket: Socket, login: Login): Promise<void> {
  const [verb, username, version] = (await readLine(socket)).split(' ');
  if (verb !== 'LOGIN' || username === undefined) throw refuse(socket, 'expected LOGIN');
  if (version !== VERSION) throw refuse(socket, `expected version ${VERSION}`);
  const challenge = BigInt(`0x${randomBytes(CHALLENGE_BYTES).toString('hex')}`).toString();
  socket.write(`${VERSION} CHALLENGE ${Buffer.from(challenge, 'latin1').toString('base64')}\r\n`);
  const [auth, said = ''] = (await readLine(socket)).split(' ');
  if (auth !== 'AUTH') throw refuse(socket, 'expected AUTH');
  // Both are hashed again, which makes them of one length whatever was said.
  if (username !== login.username || !timingSafeEqual(sha(said), sha(proof(login, challenge))))
    throw refuse(socket, 'wrong user name or password');
  socket.write(`${VERSION} OK Authenticated\r\n`);
}

/** Tells the end that connected why it is not wanted. */
export function refuse(socket: Socket, reason: string): HandshakeError {
  socket.end(`${VERSION} ERROR ${reason}\r\n`);
  return new HandshakeError(reason);
}

function answer(line: string, wanted: string): string {
  const [version, verb, ...rest] = line.split(' ');
  if (version !== VERSION) throw new HandshakeError('it does not speak FGDP/0.1');
  if (verb !== wanted) throw new HandshakeError(`it refuses: ${rest.join(' ')}`);
  return rest.join(' ');
}

function proof({ username, password }: Login, challenge: string): string {
  return createHash('sha1').update(`${username}:${password}:${challenge}`).digest('hex');
}

function sha(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
