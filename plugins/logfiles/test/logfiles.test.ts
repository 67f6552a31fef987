import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { RequestEntry } from '@flumotion/core/plugin';
import { checkPlug, runPlug } from '@flumotion/core/testing';
import { waitUntil } from '../../../test/support/wait-until';
import { actionLogger, requestLogger } from '../src';
import { actionLine } from '../src/action-line';
import { requestJson, requestLine } from '../src/request-line';

const ENTRY: RequestEntry = {
  ip: '192.0.2.7',
  time: Date.UTC(2026, 10, 22, 17, 2, 11),
  method: 'GET',
  uri: '/live.ogg',
  username: 'anna',
  clientproto: 'HTTP/1.1',
  response: 200,
  'bytes-sent': 1834,
  referer: 'http://club.example/',
  'user-agent': 'VLC/3.0.18',
  'time-connected': 31,
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'flumotion-logfiles-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('the declarations are sound', () => {
  expect([...checkPlug(requestLogger), ...checkPlug(actionLogger)]).toEqual([]);
});

test('a request is a line in the combined form, with its seconds', () => {
  expect(requestLine(ENTRY)).toBe(
    '192.0.2.7 - anna [22/Nov/2026:17:02:11 +0000] "GET /live.ogg HTTP/1.1" 200 1834 "http://club.example/" "VLC/3.0.18" 31',
  );
});

test.each(['-', '', 'anna b', 'a] b', 'a"b', 'ä'])(
  'the name %j, which is no plain one, is in quotes',
  (username) => {
    expect(requestLine({ ...ENTRY, username })).toMatch(/^192\.0\.2\.7 - "[^"]*" \[22/);
  },
);

test('outside text cannot begin a line of its own or leave its quotes', () => {
  const line = requestLine({
    ...ENTRY,
    username: undefined,
    referer: undefined,
    'user-agent': 'a" 200\r\nb\\\u2028',
  });
  expect(line).toContain(' - - [');
  expect(line).toContain('"-" "a\\u{22} 200\\u{d}\\u{a}b\\u{5c}\\u{2028}" 31');
});

test('as JSON a request is one object a line, in printable ASCII, with the reason', async () => {
  const entry: RequestEntry = {
    ...ENTRY,
    referer: undefined,
    'user-agent': 'a" 200\r\nb\u2028é\u007f',
    reason: 'too-slow',
    detail: 'too-slow: too slow by 9.0 s',
  };
  const logfile = join(folder, 'access.json');
  const plug = await runPlug(requestLogger, { logfile, format: 'json' });
  plug.ask('event', 'http_session_completed', entry);
  plug.set('format', 'combined');
  plug.ask('event', 'http_session_completed', entry);
  await plug.stop();
  const [first = '', second] = readFileSync(logfile, 'utf8').split('\n');
  expect(first).toBe(requestJson(entry));
  expect(first).toMatch(/^[\x20-\x7e]+$/);
  expect(JSON.parse(first)).toEqual({
    time: '2026-11-22T17:02:11.000Z',
    address: '192.0.2.7',
    user: 'anna',
    method: 'GET',
    uri: '/live.ogg',
    protocol: 'HTTP/1.1',
    status: 200,
    bytes: 1834,
    seconds: 31,
    agent: 'a" 200\r\nb\u2028é\u007f',
    reason: 'too-slow',
    detail: 'too-slow: too slow by 9.0 s',
  });
  expect(second).toBe(requestLine(entry));
});

test('no line is lost while the file is opened anew', async () => {
  const logfile = join(folder, 'access.log');
  const plug = await runPlug(requestLogger, { logfile });
  let written = 0;
  const write = (): void =>
    void plug.ask('event', 'http_session_completed', { ...ENTRY, uri: `/${++written}` });
  for (let round = 0; round < 5; round++) {
    write();
    await waitUntil('the file', () => existsSync(logfile));
    renameSync(logfile, `${logfile}.${round}`);
    const state = { done: false };
    const rotated = Promise.resolve(plug.ask('rotate')).then(() => (state.done = true));
    while (!state.done) {
      write();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await rotated;
  }
  await plug.stop();
  const names = [0, 1, 2, 3, 4].map((round) => `${logfile}.${round}`);
  const lines = [...names, logfile].flatMap((name) => readFileSync(name, 'utf8').trimEnd().split('\n'));
  expect(lines.filter((line) => line !== '')).toHaveLength(written);
  expect(plug.messages).toEqual([]);
});

test('a change is a line as Flumotion 0.10 wrote it', () => {
  const action = {
    identity: 'anna@192.0.2.7',
    method: 'modifyProperty',
    args: ['/default/overlay', 'text', "it's\non air", 3, true, null, [25, 1]],
    kwargs: { plug: 'effect-volume' },
  };
  expect(actionLine(action, new Date(Date.UTC(2026, 0, 2, 3, 4, 5)))).toBe(
    "[2026-01-02 03:04:05] anna@192.0.2.7: modifyProperty: ('/default/overlay', 'text', 'it\\'s\\x0aon air', 3, True, None, [25, 1]) {'plug': 'effect-volume'}",
  );
  expect(actionLine({ ...action, args: ['/a/b'], kwargs: {} })).toContain("modifyProperty: ('/a/b',) {}");
});

test('the request logger writes what has ended, and goes on in a new file when the old one is moved away', async () => {
  const logfile = join(folder, 'access.log');
  const plug = await runPlug(requestLogger, { logfile });
  plug.ask('event', 'http_session_started', ENTRY);
  plug.ask('event', 'http_session_completed', ENTRY);
  await waitUntil('the line is there', () => existsSync(logfile) && readFileSync(logfile, 'utf8') !== '');
  renameSync(logfile, `${logfile}.1`);
  await plug.ask('rotate');
  plug.ask('event', 'http_session_completed', { ...ENTRY, uri: '/other.ogg' });
  await plug.stop();
  expect(readFileSync(`${logfile}.1`, 'utf8')).toBe(`${requestLine(ENTRY)}\n`);
  expect(readFileSync(logfile, 'utf8')).toMatch(/^192\.0\.2\.7 .*\/other\.ogg.*\n$/);
  expect(plug.messages).toEqual([]);
});

test('a file that is moved away is noticed without being told', async () => {
  const logfile = join(folder, 'actions.log');
  const plug = await runPlug(actionLogger, { logfile });
  renameSync(logfile, `${logfile}.1`);
  await waitUntil('a new file is begun', () => existsSync(logfile), 20_000);
  await waitUntil('a line in it', () => {
    plug.ask('action', { identity: 'a@b', method: 'componentStop', args: ['/a/b'], kwargs: {} });
    return readFileSync(logfile, 'utf8').includes("a@b: componentStop: ('/a/b',) {}");
  });
  await plug.stop();
});

test('a file that cannot be opened is an error with what to do', async () => {
  await expect(runPlug(requestLogger, { logfile: join(folder, 'none', 'x.log') })).rejects.toThrow(
    /cannot be opened: ENOENT.*give the user of this process the right/,
  );
});
