import type { RequestHead } from '@flumotion/web';
import {
  mergeStatus,
  originOf,
  STATUS_PATH,
  STATUS_PATHS,
  statusForm,
  type StatusForm,
} from '@flumotion/player-page';
import { askStreamers, type Asked } from './ask-streamers';

/** Milliseconds for which figures are good enough: many may ask, and each streamer is asked once. */
const FRESH = 1000;

const REQUEST = Buffer.from(`GET ${STATUS_PATH} HTTP/1.0\r\nUser-Agent: porter\r\n\r\n`);

/** What the figures are taken from. */
export interface StatusParts extends Asked {
  /** Whether clients speak TLS here, as the streamers are told. */
  readonly secure: boolean;
  /** URL of this server, for a request that does not say by which it came. */
  readonly url: () => string;
}

/**
 * Icecast's figures of all streamers in one document. Each streamer is asked as a client would ask it, over a connection
 * of the porter's own.
 */
export class Status {
  private readonly began = Date.now();
  private known: { readonly at: number; readonly documents: Promise<readonly string[]> } | undefined;

  constructor(private readonly parts: StatusParts) {}

  /**
   * The figures in the form that was asked for. The streams are where the client found this server.
   * @param secure - whether it came by TLS.
   */
  async form(head: RequestHead, secure: boolean): Promise<StatusForm> {
    const origin = originOf(head, secure, new URL(this.parts.url()).origin);
    return statusForm(head.path, await this.document(origin), head.query);
  }

  private async document(origin: string): Promise<string> {
    const now = performance.now();
    if (!this.known || now - this.known.at >= FRESH) this.known = { at: now, documents: this.ask() };
    const { hostname: host } = new URL(origin);
    return mergeStatus({ host, began: this.began }, origin, await this.known.documents);
  }

  private async ask(): Promise<readonly string[]> {
    const { secure } = this.parts;
    const answers = await askStreamers(this.parts, { data: REQUEST, address: '127.0.0.1', secure });
    return answers.map(({ status, body }) => (status === 200 ? body : ''));
  }
}

/** Whether a request is for the figures. */
export function isForStatus({ path, method }: RequestHead): boolean {
  return STATUS_PATHS.includes(path) && (method === 'GET' || method === 'HEAD');
}
