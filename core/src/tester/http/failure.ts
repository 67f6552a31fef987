/** Why a listener did not get what it asked for. */
export interface Failure {
  /** Without figures, so that equal failures count together. */
  readonly reason: string;
  readonly detail?: string;
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection broken before an answer',
  EPIPE: 'connection broken before an answer',
  ENOTFOUND: 'host not found',
  EAI_AGAIN: 'host not found',
  ETIMEDOUT: 'no connection in time',
  EHOSTUNREACH: 'host not reachable',
  ENETUNREACH: 'host not reachable',
  EMFILE: 'too many open files here; raise the limit with ulimit -n',
  ENFILE: 'too many open files here; raise the limit with ulimit -n',
  EADDRNOTAVAIL:
    'no free port or no such address here for another connection; more addresses can be given with --bind',
};

/** What went wrong before there was an answer, in words. */
export function explain(error: NodeJS.ErrnoException): Failure {
  const code = error.code ?? '';
  if (/CERT|TLS|SSL|SELF_SIGNED|ALTNAME/.test(code))
    return { reason: 'the certificate or TLS is refused', detail: code };
  return { reason: REASONS[code] ?? 'connection failed', detail: code || error.message };
}
