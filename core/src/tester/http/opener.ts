import { VERSION } from '../../version';
import { Addresses } from './addresses';
import { Exchange, type ExchangeHandler } from './exchange';

/** How streams are asked for. */
export interface AskingOptions {
  /** Accept any certificate. */
  readonly insecure?: boolean;
  /** Version of HTTP that is spoken; 1.1 when left out. */
  readonly http?: '1.0' | '1.1';
  /** Ask for ICY metadata. */
  readonly icy?: boolean;
  /** Further fields of the request, as `[name, value]`. */
  readonly headers?: readonly (readonly [string, string])[];
  /** Addresses of this machine to come from, in turn; the system chooses when there are none. */
  readonly bind?: readonly string[];
}

/** What all listeners of a test share for asking. */
export class StreamOpener {
  readonly addresses: Addresses;
  /** What is read from any connection comes here first; it is used up before the next read. */
  readonly buffer = Buffer.allocUnsafeSlow(256 * 1024);
  private readonly requests = new Map<string, Buffer>();

  constructor(readonly options: AskingOptions = {}) {
    this.addresses = new Addresses(options.bind ?? []);
  }

  /**
   * Asks for a URL and follows redirections.
   * @param readSize most bytes of a read; as many as come when left out.
   */
  open(url: URL, handler: ExchangeHandler, readSize?: number): Exchange {
    return new Exchange(this, url, handler, readSize);
  }

  /**
   * The request for a URL, user and password in it as a field.
   * @param cookies values of `Set-Cookie` fields.
   */
  request(url: URL, cookies: readonly string[] = []): Buffer {
    const cookie = cookies.map((each) => each.replace(/;.*$/, '')).join('; ');
    const known = cookie === '' ? this.requests.get(url.href) : undefined;
    if (known) return known;
    const { http = '1.1', icy = false, headers = [] } = this.options;
    const lines = [
      `GET ${url.pathname}${url.search} HTTP/${http}`,
      ...fieldsOf(url, headers).map(([name, value]) => `${name}: ${value}`),
      ...(icy ? ['Icy-MetaData: 1'] : []),
      ...(cookie === '' ? [] : [`Cookie: ${cookie}`]),
      'Connection: close',
    ];
    const request = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
    // A server that sends each listener elsewhere must not fill the memory.
    if (cookie === '' && this.requests.size < 1000) this.requests.set(url.href, request);
    return request;
  }
}

/** Fields of a request: those every listener sends, unless others were given under the same name. */
export function fieldsOf(
  url: URL,
  given: readonly (readonly [string, string])[],
): readonly (readonly [string, string])[] {
  const user = decodeURIComponent(url.username);
  const credentials = Buffer.from(`${user}:${decodeURIComponent(url.password)}`).toString('base64');
  const own: readonly (readonly [string, string])[] = [
    ['Host', url.host],
    ['User-Agent', `flumotion-tester/${VERSION}`],
    ['Accept', '*/*'],
    ...(url.username === '' && url.password === ''
      ? []
      : [['Authorization', `Basic ${credentials}`] as const]),
  ];
  const names = new Set(given.map(([name]) => name.toLowerCase()));
  return [...own.filter(([name]) => !names.has(name.toLowerCase())), ...given];
}
