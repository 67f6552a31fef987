import { expect } from '@jest/globals';
import { answerHello, checkGreeting, makeHello, MAX_LINE, type Answer } from '../../core/src/feed/handshake';

const feed = '/default/muxer:default';
const client = '/default/streamer:default';
const secret = '5ec2e7';
const invalid = expect.objectContaining({ code: 'feed-greeting-invalid' });

function greet(theirs = secret, memory = false): Answer & { readonly nonce: string } {
  const { line: hello, nonce } = makeHello();
  return { nonce, ...answerHello(hello, { feed, client, secret: theirs, memory }) };
}

test('both ends learn that the other knows the secret, and who and what it is', () => {
  const { line, nonce, accept } = greet();
  const guest = checkGreeting(line, { feeds: ['/other:default', feed], secret, nonce });
  expect(guest.client).toBe(client);
  expect(accept(guest.welcome('application/ogg'))).toEqual({ caps: 'application/ogg', memory: undefined });
  expect(accept(guest.welcome(undefined))).toEqual({ caps: undefined, memory: undefined });
  expect(line + guest.welcome('x/y') + makeHello().line).not.toContain(secret);
});

test('an eater with another secret is refused', () => {
  const { line, nonce } = greet('5ec2e8');
  expect(() => checkGreeting(line, { feeds: [feed], secret, nonce })).toThrow(invalid);
});

test('a feeder with another secret is refused', () => {
  const { line, nonce, accept } = greet();
  const { nonce: own } = JSON.parse(line) as { nonce: string };
  const forged = JSON.stringify({ proof: own });
  expect(() => accept(forged)).toThrow(invalid);
  const other = greet('other');
  const guest = checkGreeting(other.line, { feeds: [feed], secret: 'other', nonce: other.nonce });
  expect(() => accept(guest.welcome(undefined))).toThrow(invalid);
  expect(nonce).toHaveLength(64);
});

test('a greeting is worth nothing on another connection', () => {
  const { line } = greet();
  expect(() => checkGreeting(line, { feeds: [feed], secret, nonce: makeHello().nonce })).toThrow(/old one/);
});

test("the eater's own proof sent back is no welcome", () => {
  const { line, accept } = greet();
  const { proof } = JSON.parse(line) as { proof: string };
  expect(() => accept(JSON.stringify({ proof }))).toThrow(invalid);
});

test('caps that were changed under way are refused', () => {
  const { line, nonce, accept } = greet();
  const welcome = checkGreeting(line, { feeds: [feed], secret, nonce }).welcome('audio/x-vorbis');
  expect(() => accept(welcome.replace('vorbis', 'theora'))).toThrow(invalid);
});

test('shared memory is offered to who asks for it, and where it is cannot be changed under way', () => {
  const { line, nonce, accept } = greet(secret, true);
  const guest = checkGreeting(line, { feeds: [feed], secret, nonce });
  expect(guest.memory).toBe(true);
  const welcome = guest.welcome('video/x-raw', '/run/feed.m0');
  expect(accept(welcome)).toEqual({ caps: 'video/x-raw', memory: '/run/feed.m0' });
  expect(() => accept(welcome.replace('feed.m0', 'feed.m1'))).toThrow(invalid);
  const silent = greet();
  expect(checkGreeting(silent.line, { feeds: [feed], secret, nonce: silent.nonce }).memory).toBe(false);
});

test('a feed that is not offered is refused, and an empty secret proves nothing', () => {
  const { line, nonce } = greet();
  expect(() => checkGreeting(line, { feeds: ['/default/other:default'], secret, nonce })).toThrow(
    /not offered/,
  );
  expect(() => greet('')).toThrow(/no secret/);
});

test.each(['', 'garbage', '[]', '{}', '{"nonce":"00"}', `{"feed":"${'x'.repeat(600)}"}`])(
  '%j is refused',
  (line) => {
    expect(() => answerHello(line, { feed, client, secret })).toThrow(invalid);
    expect(() => checkGreeting(line, { feeds: [feed], secret, nonce: makeHello().nonce })).toThrow(invalid);
  },
);

test('the longest lines that are made fit', () => {
  const { line: hello, nonce } = makeHello();
  const [long, name] = ['y'.repeat(2048), 'n'.repeat(512)];
  const { line } = answerHello(hello, { feed: name, client: name, secret });
  const welcome = checkGreeting(line, { feeds: [name], secret, nonce }).welcome(long);
  expect(Math.max(line.length, welcome.length)).toBeLessThan(MAX_LINE);
});
