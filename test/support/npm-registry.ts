import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { ROOT } from './installation';
import { run, TestProcess } from './process';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** Packages that npm installs from the registry of the test; all others are there already. */
const OURS = /^(@flumotion\/|flumotion-plugin-)/;

/**
 * A registry of npm packages on loopback, and folders beside it into which npm installs them. It has only what was
 * published to it; what those packages depend on besides is found in the folder above, where links lead to the packages
 * of the checkout, so that nothing is fetched or compiled.
 */
export class NpmRegistry {
  readonly folder = mkdtempSync(join(tmpdir(), 'flumotion-npm-'));
  private readonly tarballs = join(this.folder, 'tarballs');
  private readonly published = new Map<string, Map<string, object>>();
  private readonly server: Server;
  private address = '';

  private constructor() {
    this.server = createServer((request, response) => {
      const path = decodeURIComponent(request.url ?? '');
      if (path.startsWith('/-/')) {
        response.end(readFileSync(join(this.tarballs, basename(path))));
        return;
      }
      const versions = this.published.get(path.slice(1));
      response.writeHead(versions ? 200 : 404, { 'content-type': 'application/json' });
      const latest = [...(versions?.keys() ?? [])].at(-1);
      response.end(
        JSON.stringify({
          name: path.slice(1),
          'dist-tags': { latest },
          versions: Object.fromEntries(versions ?? []),
        }),
      );
    });
  }

  static async start(): Promise<NpmRegistry> {
    const made = new NpmRegistry();
    for (const below of ['tarballs', 'node_modules']) mkdirSync(join(made.folder, below));
    for (const name of readdirSync(join(ROOT, 'node_modules'))) {
      if (name === '@flumotion' || name === '.package-lock.json' || OURS.test(name)) continue;
      symlinkSync(join(ROOT, 'node_modules', name), join(made.folder, 'node_modules', name));
    }
    await new Promise<void>((resolve) => made.server.listen(0, '127.0.0.1', resolve));
    made.address = `http://127.0.0.1:${String((made.server.address() as AddressInfo).port)}/`;
    return made;
  }

  /** A new folder for packages to be installed in. */
  host(name: string): string {
    const host = join(this.folder, name);
    mkdirSync(host);
    writeFileSync(join(host, 'package.json'), JSON.stringify({ name, version: '1.0.0', private: true }));
    return host;
  }

  /** Packs the packages in folders as they would be published, and publishes them. @returns what was packed, `NAME@VERSION`. */
  async publish(...folders: readonly string[]): Promise<string[]> {
    return Promise.all(
      folders.map(async (folder) => {
        const [packed] = JSON.parse(
          await this.npm(folder, 'pack', '--json', '--pack-destination', this.tarballs),
        ) as { filename: string }[];
        const file = (packed?.filename ?? '').replace('@', '').replace('/', '-');
        return this.offer(file);
      }),
    );
  }

  /** Runs npm in a folder. @throws Error with what it said when it fails. */
  async npm(cwd: string, ...args: readonly string[]): Promise<string> {
    const settings = {
      registry: this.address,
      cache: join(this.folder, 'cache'),
      userconfig: join(this.folder, 'npmrc'),
      audit: 'false',
      fund: 'false',
      update_notifier: 'false',
      // What the checkout has is built already.
      ignore_scripts: args[0] === 'install' ? 'true' : 'false',
    };
    const env = Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^(npm_|FLU_|NODE_OPTIONS)/i.test(name)),
    );
    for (const [name, value] of Object.entries(settings)) env[`npm_config_${name}`] = value;
    const npm = new TestProcess('npm', 'npm', args, { cwd, env });
    const { status } = await npm.end(60_000);
    if (status !== 0) throw new Error(`npm ${args.join(' ')} in ${cwd}:\n${npm.output}`);
    return npm.stdout;
  }

  async close(): Promise<void> {
    await new Promise((resolve) => this.server.close(resolve));
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async offer(file: string): Promise<string> {
    const path = join(this.tarballs, file);
    const manifest = JSON.parse(await run('tar', ['-xzOf', path, 'package/package.json'])) as Manifest;
    const { name, version, dependencies = {} } = manifest;
    const ours = Object.fromEntries(Object.entries(dependencies).filter(([needed]) => OURS.test(needed)));
    const integrity = `sha512-${createHash('sha512').update(readFileSync(path)).digest('base64')}`;
    const dist = { tarball: `${this.address}-/${file}`, integrity };
    const versions = this.published.get(name) ?? new Map<string, object>();
    versions.set(version, { ...manifest, dependencies: ours, devDependencies: {}, dist });
    this.published.set(name, versions);
    return `${name}@${version}`;
  }
}
