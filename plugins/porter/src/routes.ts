import type { ServedPath } from '@flumotion/web';

/** Most paths remembered of streamers that died; the oldest is forgotten for one more. */
const MOST_AWAY = 1000;

interface Route<T> extends ServedPath {
  /** Those who serve it; the last one is asked. */
  readonly owners: T[];
  /** Monotonic milliseconds of the death of its last owner; undefined while it has one. */
  awaySince: number | undefined;
}

/** Who serves which path. */
export class Routes<T> {
  private readonly exact = new Map<string, Route<T>>();
  /** The longest first. */
  private prefixes: Route<T>[] = [];

  /** Paths whose owners died. */
  get away(): number {
    return this.all().filter(({ awaySince }) => awaySince !== undefined).length;
  }

  /** Adds an owner. Where a path has one already the new one is asked from now on, and the old one again when it leaves. */
  add(owner: T, serves: readonly ServedPath[]): void {
    for (const { path, prefix } of serves) {
      const route = this.route(path, prefix);
      if (!route.owners.includes(owner)) route.owners.push(owner);
      route.awaySince = undefined;
    }
  }

  /**
   * Takes an owner out of its own paths.
   * @param died - its paths are remembered until somebody serves them again or `forget`; else they are unknown at once.
   */
  remove(owner: T, died: boolean, now = performance.now()): void {
    for (const route of this.all()) {
      const at = route.owners.indexOf(owner);
      if (at < 0) continue;
      route.owners.splice(at, 1);
      if (route.owners.length > 0) continue;
      if (died) route.awaySince = now;
      else this.drop(route);
    }
    const away = this.all().filter(({ awaySince }) => awaySince !== undefined);
    away.sort((one, other) => (one.awaySince ?? 0) - (other.awaySince ?? 0));
    for (const route of away.slice(0, Math.max(0, away.length - MOST_AWAY))) this.drop(route);
  }

  /** Forgets what has been away for so many seconds. */
  forget(seconds: number, now = performance.now()): void {
    for (const route of this.all())
      if (route.awaySince !== undefined && now - route.awaySince >= seconds * 1000) this.drop(route);
  }

  /** Who serves a path: an exact route before all, then the longest prefix. `away` when its owner died. */
  find(path: string): T | 'away' | undefined {
    const route = this.exact.get(path) ?? this.prefixes.find((each) => path.startsWith(each.path));
    return route && (route.owners.at(-1) ?? 'away');
  }

  private route(path: string, prefix: boolean): Route<T> {
    const there = prefix ? this.prefixes.find((each) => each.path === path) : this.exact.get(path);
    if (there) return there;
    const route: Route<T> = { path, prefix, owners: [], awaySince: undefined };
    if (prefix) {
      this.prefixes.push(route);
      this.prefixes.sort((one, other) => other.path.length - one.path.length);
    } else this.exact.set(path, route);
    return route;
  }

  private drop(route: Route<T>): void {
    if (route.prefix) this.prefixes = this.prefixes.filter((each) => each !== route);
    else this.exact.delete(route.path);
  }

  private all(): Route<T>[] {
    return [...this.exact.values(), ...this.prefixes];
  }
}
