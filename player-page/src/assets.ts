import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { CompanionAnswer } from './channel';
import { contentHash } from './names';
import { SCRIPT_POLICY } from './policy';

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
};

/** The parts of ogv.js that play Ogg. */
const OGV = [
  'ogv.js',
  'ogv-worker-audio.js',
  'ogv-worker-video.js',
  ...['demuxer-ogg', 'decoder-video-theora', 'decoder-audio-vorbis', 'decoder-audio-opus'].flatMap((part) => [
    `ogv-${part}-wasm.js`,
    `ogv-${part}-wasm.wasm`,
  ]),
];

/** A script, style or decoder, as it is sent. */
export interface Asset {
  readonly contentType: string;
  readonly data: Buffer;
  /** Set when the data are compressed. */
  readonly encoding?: 'gzip';
}

/**
 * The scripts and styles of the page: its own and the libraries'. Each is read when it is first asked for and kept as
 * it is sent, so the memory is bounded by the list of files.
 */
export class Assets {
  /** A name for the contents of all files: URLs with it can be kept for ever. */
  readonly hash: string;
  private readonly files: ReadonlyMap<string, string>;
  private readonly kept = new Map<string, Promise<Asset>>();

  constructor() {
    this.files = new Map(
      [...own(), ...libraries()].map((file) => [file.slice(dirname(file).length + 1), file]),
    );
    this.hash = contentHash(
      ...[...this.files.keys()],
      ...[...this.files.values()].map((file) => readFileSync(file)),
    );
  }

  /** Names of the files. */
  get names(): readonly string[] {
    return [...this.files.keys()];
  }

  /** A file by its name, compressed where the client takes that; undefined when there is none. */
  async get(name: string, compressed: boolean): Promise<Asset | undefined> {
    const file = this.files.get(name);
    if (file === undefined) return undefined;
    const key = `${name} ${compressed ? 'gzip' : ''}`;
    let asset = this.kept.get(key);
    if (!asset) {
      asset = read(file, compressed);
      this.kept.set(key, asset);
      asset.catch(() => this.kept.delete(key));
    }
    return asset;
  }
}

let shared: Assets | undefined;

/** The assets, once for a process. */
export function sharedAssets(): Assets {
  return (shared ??= new Assets());
}

/**
 * The answer to a request for one of the files.
 * @param path - what the URL has after the folder of the assets: hash and name.
 * @param fields - header fields of the request, by their names in lower case.
 */
export async function answerAsset(
  path: string,
  fields: ReadonlyMap<string, string>,
): Promise<CompanionAnswer> {
  const assets = sharedAssets();
  const [hash, name = '', ...more] = path.split('/');
  const compressed = /\bgzip\b/.test(fields.get('accept-encoding') ?? '');
  const asset = more.length === 0 ? await assets.get(name, compressed) : undefined;
  if (!asset) {
    const answer = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' };
    return { status: 404, fields: answer, body: Buffer.from('404 Not Found: there is no such file\n') };
  }
  const answer = {
    'Content-Type': asset.contentType,
    'Content-Security-Policy': SCRIPT_POLICY,
    // A page of before an upgrade gets the files as they are now, but must not keep them.
    'Cache-Control': hash === assets.hash ? 'public, max-age=31536000, immutable' : 'no-cache',
    Vary: 'Accept-Encoding',
    ...(asset.encoding && { 'Content-Encoding': asset.encoding }),
  };
  return { status: 200, fields: answer, body: asset.data };
}

async function read(file: string, compressed: boolean): Promise<Asset> {
  const contentType = TYPES[extname(file)] ?? 'application/octet-stream';
  const data = await readFile(file);
  return compressed
    ? { contentType, data: await promisify(gzip)(data), encoding: 'gzip' }
    : { contentType, data };
}

/** What this package brings: the compiled scripts, and the styles. */
function own(): string[] {
  const root = join(__dirname, '..');
  const scripts = join(root, 'dist/browser');
  const names = readdirSync(scripts).filter((name) => name.endsWith('.js'));
  return [...names.map((name) => join(scripts, name)), join(root, 'assets/player.css')];
}

function libraries(): string[] {
  const ogv = dirname(require.resolve('ogv/dist/ogv.js'));
  return [
    require.resolve('hls.js/dist/hls.min.js'),
    require.resolve('hls.js/dist/hls.worker.js'),
    require.resolve('mpegts.js/dist/mpegts.js'),
    ...OGV.map((name) => join(ogv, name)),
  ];
}
