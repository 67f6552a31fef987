/** The one style that ogv.js puts into a page, always the same text. */
const OGV_STYLE = "'sha256-DYMJe9BI8DutnQ0n7d2cWfvjuNzePK5rB+1p41jeBmw='";

/** Where a page may take media from, beside its own server. */
export type Origins = readonly string[];

/**
 * The Content-Security-Policy of a page: scripts and styles only from files of this server, no inline ones; decoders
 * as WebAssembly; media and figures also from the given origins.
 * @param embedded - whether any page may show it in a frame.
 */
export function pagePolicy(origins: Origins, embedded: boolean): string {
  const also = [...new Set(origins)].map((origin) => ` ${origin}`).join('');
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    `style-src 'self' ${OGV_STYLE}`,
    `img-src 'self' data:${also}`,
    `media-src 'self' blob: data:${also}`,
    `connect-src 'self'${also}`,
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${embedded ? '*' : "'self'"}`,
  ].join('; ');
}

/** Header fields of everything that scripts are in: the workers of the decoders have a policy of their own. */
export const SCRIPT_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
