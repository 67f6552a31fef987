import { isAbsolute } from 'node:path';
import { quoted } from '../model/problem';
import { readDebug, readPort, readTransport } from './manager-element';
import { workerNameProblem } from './names';
import { readConfigText } from './read-text';
import { Reader } from './reader';
import { parseBool } from './values';
import { parseXml, type XmlElement } from './xml';

/** What a worker file says; what it leaves out is for the command line or the defaults. */
export interface WorkerFile {
  readonly name?: string;
  readonly manager: { readonly host?: string; readonly port?: number; readonly transport?: 'tcp' | 'ssl' };
  readonly username?: string;
  readonly password?: string;
  /** TCP ports for feeders; `random` lets the system choose, an empty list means no feeds to other machines. */
  readonly feederPorts?: readonly number[] | 'random';
  readonly debug?: string;
  /** Components may run pipeline text that people wrote. */
  readonly allowPipelines?: boolean;
  /** Folders that people may look into from afar. */
  readonly browse?: readonly string[];
}

type Draft = { -readonly [K in keyof WorkerFile]: WorkerFile[K] };

/**
 * Reads a worker file.
 * @throws FlumotionError `file-unreadable`, or `worker-file-invalid` listing every error as `file:line: text`.
 */
export function readWorkerFile(path: string): WorkerFile {
  return parseWorkerFile(readConfigText(path), path);
}

/**
 * Reads the text of a worker file.
 * @param file name of the file, for messages.
 * @throws FlumotionError `worker-file-invalid` listing every error as `file:line: text`.
 */
export function parseWorkerFile(text: string, file: string): WorkerFile {
  const reader = new Reader(file);
  const root = reader.root(parseXml(text), 'worker');
  const worker = root ? readRoot(reader, root) : { manager: {} };
  reader.finish('worker-file-invalid');
  return worker;
}

function readRoot(reader: Reader, root: XmlElement): WorkerFile {
  const worker: Draft = { manager: {} };
  const { name } = reader.attributes(root, { optional: ['name'] });
  const bad = name === undefined ? undefined : workerNameProblem(name);
  if (bad) reader.error(root, bad);
  if (name !== undefined) worker.name = name;
  const handlers = {
    manager: (child: XmlElement) => void (worker.manager = readManager(reader, child)),
    authentication: (child: XmlElement) => void Object.assign(worker, readAuthentication(reader, child)),
    feederports: (child: XmlElement) => {
      const ports = readPorts(reader, child);
      if (ports !== undefined) worker.feederPorts = ports;
    },
    'allow-pipelines': (child: XmlElement) => {
      reader.attributes(child, {});
      if (reader.text(child).trim() !== '') reader.error(child, '<allow-pipelines/> is written empty');
      worker.allowPipelines = true;
    },
    browse: (child: XmlElement) => {
      reader.attributes(child, {});
      const folder = reader.text(child).trim();
      if (!isAbsolute(folder))
        reader.error(child, `<browse>${quoted(folder)}: expected a folder, as /srv/media`);
      else worker.browse = [...(worker.browse ?? []), folder];
    },
    debug: (child: XmlElement) => {
      const levels = readDebug(reader, child);
      if (levels !== undefined) worker.debug = levels;
    },
  };
  const once = Object.keys(handlers).filter((name) => name !== 'browse');
  reader.children(root, handlers, once);
  return worker;
}

function readManager(reader: Reader, element: XmlElement): WorkerFile['manager'] {
  const manager: { host?: string; port?: number; transport?: 'tcp' | 'ssl' } = {};
  reader.attributes(element, {});
  const handlers = {
    host: (child: XmlElement) => void Object.assign(manager, present('host', reader.word(child))),
    port: (child: XmlElement) => void Object.assign(manager, present('port', readPort(reader, child))),
    transport: (child: XmlElement) =>
      void Object.assign(manager, present('transport', readTransport(reader, child))),
  };
  reader.children(element, handlers, Object.keys(handlers));
  return manager;
}

/** The attribute `type` of Flumotion's files says `plaintext` and means nothing. */
function readAuthentication(reader: Reader, element: XmlElement): Pick<WorkerFile, 'username' | 'password'> {
  const given: { username?: string; password?: string } = {};
  reader.attributes(element, { optional: ['type'] });
  const handlers = {
    username: (child: XmlElement) => void Object.assign(given, present('username', reader.word(child))),
    password: (child: XmlElement) => void Object.assign(given, present('password', reader.text(child))),
  };
  reader.children(element, handlers, Object.keys(handlers));
  return given;
}

function present<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Partial<Record<K, V>>);
}

function readPorts(reader: Reader, element: XmlElement): readonly number[] | 'random' | undefined {
  const { random } = reader.attributes(element, { optional: ['random'] });
  const chosen = random === undefined ? false : parseBool(random);
  if (chosen === undefined) {
    reader.error(element, `random=${quoted(random ?? '')} is neither yes nor no`);
    return undefined;
  }
  const text = reader.word(element);
  if (chosen) return 'random';
  const ports = text === undefined ? [] : parsePorts(text);
  return typeof ports === 'string' ? void reader.error(element, `<feederports>: ${ports}`) : ports;
}

/**
 * Reads a list of ports such as `8600-8639` or `8600,8601,8610-8620`.
 * @returns the ports in order without repetition, or the complaint.
 */
export function parsePorts(text: string): readonly number[] | string {
  const ports = new Set<number>();
  for (const part of text.split(',')) {
    const match = /^\s*(\d{1,5})\s*(?:-\s*(\d{1,5})\s*)?$/.exec(part);
    if (!match) return `${quoted(part.trim())} is not a port or a range such as 8600-8639`;
    const low = Number(match[1]);
    const high = match[2] === undefined ? low : Number(match[2]);
    if (low < 1 || high > 65535) return `${quoted(part.trim())} is outside of 1 to 65535`;
    if (low > high) return `${quoted(part.trim())} runs backwards; write the lower port first`;
    for (let port = low; port <= high; port++) ports.add(port);
  }
  return [...ports];
}
