/**
 * A request for something below the mount point of a component that answers HTTP requests.
 * @example
 * ```ts
 * const wanted = ({ path }: PageRequest): boolean => path === 'schedule.html';
 * ```
 */
export interface PageRequest {
  /** GET also where the client asked with HEAD: the component leaves the body out by itself. */
  readonly method: 'GET';
  /** Path below the mount point, percent-decoded, without a slash in front; empty for the mount point itself. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** URL of the mount point as the client sees it, with a slash at the end; outside text. */
  readonly base: string;
  /** Header fields of the request by their names in lower case. */
  readonly fields: ReadonlyMap<string, string>;
}

/**
 * A whole answer, which is not large: the component holds it in memory.
 * @example
 * ```ts
 * const answer: PageAnswer = { status: 200, fields: { 'content-type': 'text/plain' }, body: 'On air.' };
 * ```
 */
export interface PageAnswer {
  /** HTTP status. */
  readonly status: number;
  /** Header fields; the component adds the length, the date and what frames the answer. */
  readonly fields: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/**
 * What a component that answers HTTP requests asks of a plug of the socket `pages`.
 * @example
 * ```ts
 * const provider: PageProvider = {
 *   page: ({ path }) => (path === 'now.txt' ? { status: 200, fields: {}, body: 'News' } : undefined),
 * };
 * ```
 */
export interface PageProvider {
  /** The answer to a request that was admitted; undefined leaves it to the next plug, and then to the component. */
  page(request: PageRequest): PageAnswer | undefined | Promise<PageAnswer | undefined>;
}

/**
 * Pages that were built, to be served by the manager.
 * @example
 * ```ts
 * const built: BuiltPages = { folder: '/usr/share/my-admin' };
 * ```
 */
export interface BuiltPages {
  /** Absolute path of the folder: `index.html`, and beside it what it loads, also compressed as `.br` and `.gz`. */
  readonly folder: string;
}

/**
 * What the manager asks of a plug of the socket `manager-pages`.
 * @example
 * ```ts
 * const pages: ManagerPages = { pages: () => ({ folder: '/usr/share/my-admin' }) };
 * ```
 */
export interface ManagerPages {
  /**
   * The pages, which the manager serves at `/`; asked once, after the start. A path that has no dot and is no file shows
   * `index.html`; what is below `/assets/` with a hash in its name may be kept for ever.
   */
  pages(): BuiltPages | Promise<BuiltPages>;
}
