/** What the page says of its stream; URLs may be relative to it. */
export interface Facts {
  readonly stream: string;
  readonly state?: string;
  readonly contentType?: string;
  readonly codecs?: readonly string[];
  /** Size of the picture, where it is known beforehand. */
  readonly width?: number;
  readonly height?: number;
}

/** Arguments of the page's own; others are the stream's, for they may let the listener in. */
const OWN = ['embed', 'autoplay'];

/** Reads the facts from the page. */
export function readFacts(main: HTMLElement): Facts {
  return JSON.parse(main.dataset['facts'] ?? '{}') as Facts;
}

/** A URL beside the page in full, with the arguments of the page that are not its own. */
export function wholeUrl(url: string, passed = true): string {
  const whole = new URL(url, location.href);
  if (passed && whole.origin === location.origin) {
    for (const [name, value] of new URLSearchParams(location.search)) {
      if (!OWN.includes(name)) whole.searchParams.append(name, value);
    }
  }
  return whole.href;
}
