/** Why the server does not take the stream. */
export interface Trouble {
  /** A person is needed: it will not end by itself. */
  readonly lasting: boolean;
  readonly text: string;
  readonly advice?: string;
}

/** Words for an answer of the server that is no success. */
export function refusal(peer: string, mount: string, status: number, body: string): Trouble {
  if (status === 401) {
    return {
      lasting: true,
      text: `${peer} refuses the password for ${mount}`,
      advice: 'Set user and password as in the source-password or the mount of the server.',
    };
  }
  if (/in use/i.test(body) || status === 409) {
    return {
      lasting: true,
      text: `another source uses ${mount} on ${peer}`,
      advice: 'End the other source, or choose another mount-point; the component goes on by itself.',
    };
  }
  if (/too many sources|limit/i.test(body)) {
    return { lasting: true, text: `${peer} takes no more sources`, advice: 'Raise its limit of sources.' };
  }
  if (/content.?type/i.test(body)) {
    return {
      lasting: true,
      text: `${peer} does not take this kind of stream`,
      advice: 'Feed it Ogg, WebM or MP3.',
    };
  }
  const said = body
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 200);
  return { lasting: true, text: `${peer} refuses ${mount} with status ${String(status)}: ${said}` };
}

const CODES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refuses the connection; is the server running there?',
  ENOTFOUND: 'has no known address; check the property ip',
  EAI_AGAIN: 'has no known address at the moment; check the name server',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached',
  ETIMEDOUT: 'does not answer',
  ECONNRESET: 'closed the connection',
  EPIPE: 'closed the connection',
};

/** Words for a connection that broke. */
export function failure(peer: string, error: Error | undefined): Trouble {
  const code = (error as NodeJS.ErrnoException | undefined)?.code ?? '';
  const words = CODES[code] ?? (error ? `broke the connection: ${error.message}` : 'closed the connection');
  return { lasting: false, text: `${peer} ${words}` };
}
