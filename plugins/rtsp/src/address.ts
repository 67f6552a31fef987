/** A stream and who asks for it. */
export interface Address {
  /** The URL without user and password. */
  readonly location: string;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
}

/**
 * Takes user and password out of a URL, where old planet files have them.
 * @throws Error in words when it is no URL of RTSP.
 */
export function readAddress(p: { readonly location: string } & Omit<Address, 'location'>): Address {
  const url = URL.canParse(p.location) ? new URL(p.location) : undefined;
  if (!url || !/^rtsp[stuh]?:$/.test(url.protocol) || url.hostname === '') {
    throw new Error('location must look like rtsp://host/path');
  }
  const user = p.user ?? (url.username === '' ? undefined : decodeURIComponent(url.username));
  const password = p.password ?? (url.password === '' ? undefined : decodeURIComponent(url.password));
  if (password !== undefined && user === undefined) throw new Error('password is given, but no user');
  url.username = '';
  url.password = '';
  return { location: url.href, user, password };
}
