import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Behaviour, PlugDefinition, PropertyValues } from '@flumotion/core/plugin';
import { runPlug, type PlugAtWork } from '@flumotion/core/testing';
import { defaultValues } from '../../../test/support/default-values';
import { fakeContext, type FakeContext } from '../../../test/support/fake-context';
import { httpServer } from '../src/component';
import { declaration, type Properties } from '../src/declaration';

const behaviour = httpServer.behaviour as unknown as Behaviour<Properties>;

/** A plug to be put in: a real one, or hooks by name for a socket. */
export type RigPlug =
  | { readonly definition: PlugDefinition; readonly properties?: PropertyValues }
  | { readonly socket: string; readonly hooks: object };

/** A running http-server on a free port. */
export interface Rig {
  readonly context: FakeContext<Properties>;
  readonly port: number;
  /** The real plugs in it, in order. */
  readonly plugs: readonly PlugAtWork[];
  stop(): Promise<void>;
}

const cleanups: (() => unknown)[] = [];

/** Undoes what a test has begun: servers, folders. */
export async function cleanUp(): Promise<void> {
  for (const each of cleanups.splice(0).reverse()) await each();
}

/** Has something done at the end of the test. */
export function later(undo: () => unknown): void {
  cleanups.push(undo);
}

/** A folder with files in it, removed at the end of the test. */
export function folder(files: Readonly<Record<string, string | Buffer>> = {}): string {
  const path = mkdtempSync(join(tmpdir(), 'http-server-'));
  cleanups.push(() => rmSync(path, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return path;
}

/** Bytes that are different everywhere. */
export function bytes(length: number, seed = 1): Buffer {
  const buffer = Buffer.alloc(length);
  let state = seed;
  for (let at = 0; at < length; at++) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    buffer[at] = state >> 16;
  }
  return buffer;
}

/** The property values of a component with these, others at their defaults. */
export function values(properties: Partial<Properties>): Properties {
  return {
    ...defaultValues(declaration.properties),
    port: 0,
    interface: '127.0.0.1',
    ...properties,
  };
}

/** Starts an http-server. */
export async function serve(properties: Partial<Properties>, plugs: readonly RigPlug[] = []): Promise<Rig> {
  const context = fakeContext<Properties>(values(properties), 'files');
  const atWork: PlugAtWork[] = [];
  const inSocket = new Map<string, object[]>();
  for (const plug of plugs) {
    const socket = 'socket' in plug ? plug.socket : plug.definition.spec.socket;
    let facade: object;
    if ('socket' in plug) facade = { type: 'test', ...plug.hooks };
    else {
      const running = await runPlug(plug.definition, plug.properties ?? {});
      atWork.push(running);
      facade = new Proxy(
        {},
        {
          get: (_, hook) =>
            hook === 'type'
              ? plug.definition.spec.type
              : (...args: unknown[]) => running.ask(String(hook), ...args),
        },
      );
    }
    inSocket.set(socket, [...(inSocket.get(socket) ?? []), facade]);
  }
  context.plugs = (socket) => (inSocket.get(socket) ?? []) as never;
  await behaviour.start?.(context);
  let stopped = false;
  const stop = async (): Promise<void> => {
    if (stopped) return;
    stopped = true;
    await behaviour.stop?.(context);
    for (const plug of atWork) await plug.stop();
  };
  cleanups.push(stop);
  return {
    context,
    port: Number(/:(\d+)\//.exec(String(context.stats['stream-url']))?.[1]),
    plugs: atWork,
    stop,
  };
}

/** A whole answer, or what came of it before the connection broke. */
export interface Answer {
  readonly status: number;
  readonly fields: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Whether all came that was promised. */
  readonly whole: boolean;
}

/** Asks and reads the whole answer. */
export function ask(
  port: number,
  path: string,
  fields: Readonly<Record<string, string>> = {},
  method = 'GET',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { port, host: '127.0.0.1', path, method, headers: fields, agent: false },
      (answer) => {
        const parts: Buffer[] = [];
        answer.on('data', (data: Buffer) => parts.push(data));
        const done = (whole: boolean): void =>
          resolve({
            status: answer.statusCode ?? 0,
            fields: answer.headers,
            body: Buffer.concat(parts),
            whole,
          });
        answer.on('end', () => done(true));
        answer.on('error', () => done(false));
      },
    );
    asked.on('error', reject);
    asked.end();
  });
}

/** Sends text as it is and gives all that comes back until the server closes. */
export function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let got = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text, 'latin1'));
    socket.setEncoding('latin1');
    socket.on('data', (data: string) => (got += data));
    socket.on('error', reject);
    socket.on('close', () => resolve(got));
  });
}
