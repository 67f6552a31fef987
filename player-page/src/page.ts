import { escapeMarkup, oneLine } from './escape';
import { ICONS } from './icons';

/** What a player page is made of. URLs are relative to the page or whole, as they stand in HTML but for its escapes. */
export interface PageFacts {
  /** What is on the stream; outside text. */
  readonly name: string;
  readonly stream: string;
  /** Where its state can be asked; undefined when nobody tells it. */
  readonly state?: string | undefined;
  readonly m3u?: string | undefined;
  readonly xspf?: string | undefined;
  /** The page itself, for the code that embeds it. */
  readonly page: string;
  readonly poster?: string | undefined;
  /** Folder of the scripts and styles, with a slash at the end. */
  readonly assets: string;
  /** Content type of the stream where it is known beforehand. */
  readonly contentType?: string | undefined;
  readonly codecs?: readonly string[];
  /** Size of the picture in pixels, where it is known beforehand. */
  readonly width?: number | undefined;
  readonly height?: number | undefined;
}

/** Size of a frame that embeds the page when nobody knows that of the picture. */
const [WIDTH, HEIGHT] = [640, 360];

/**
 * The player page in HTML. Nothing in it is a script or a style, everything from outside is escaped.
 * @param embedded - only the player, for a frame.
 */
export function playerPage(facts: PageFacts, embedded: boolean): string {
  const name = escapeMarkup(oneLine(facts.name));
  const poster = facts.poster === undefined ? '' : escapeMarkup(facts.poster);
  const assets = escapeMarkup(facts.assets);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="same-origin">
<title>${name}</title>
<meta property="og:title" content="${name}">
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${assets}player.css">
${facts.xspf === undefined ? '' : `<link rel="alternate" type="application/xspf+xml" href="${escapeMarkup(facts.xspf)}">\n`}<script type="module" src="${assets}main.js"></script>
</head>
<body class="${embedded ? 'embedded' : 'whole'}">
<main id="player" data-facts="${escapeMarkup(JSON.stringify(scriptFacts(facts)))}">
<header>
<h1>${name}</h1>
<p class="now" id="now" hidden></p>
<p class="live"><span id="state" role="status" data-state="connecting">Connecting</span>
<span id="viewers" hidden></span></p>
</header>
<section class="stage" id="stage" aria-label="Player">
${poster === '' ? '' : `<img class="poster" id="poster" src="${poster}" alt="">\n`}<div class="screen" id="screen"></div>
<p class="notice" id="notice" hidden></p>
<button type="button" class="big" id="big" hidden>${ICONS.play}<span>Play</span></button>
<button type="button" class="sound" id="sound" hidden>${ICONS.muted}<span>Tap for sound</span></button>
<div class="controls" id="controls">
<button type="button" id="play" aria-label="Play" title="Play (k)">${ICONS.play}${ICONS.pause}</button>
<button type="button" id="mute" aria-label="Mute" title="Mute (m)">${ICONS.muted}${ICONS.loud}</button>
<input type="range" id="volume" min="0" max="100" value="100" aria-label="Volume">
<span class="space"></span>
<button type="button" id="full" aria-label="Full screen" title="Full screen (f)">${ICONS.full}</button>
</div>
</section>
${embedded ? '' : links(facts, name)}<noscript><p>This page plays the stream with JavaScript. Without it, open <a href="${escapeMarkup(facts.stream)}">the stream</a> in a player.</p></noscript>
</main>
</body>
</html>
`;
}

/** What the script has to know. */
function scriptFacts({ stream, state, contentType, codecs, width, height }: PageFacts): object {
  return { stream, state, contentType, codecs, width, height };
}

function links(facts: PageFacts, name: string): string {
  const { width = WIDTH, height = HEIGHT } = facts;
  const rows = [
    row('stream', 'Stream', facts.stream),
    facts.m3u === undefined ? '' : row('m3u', 'Playlist (M3U)', facts.m3u),
    facts.xspf === undefined ? '' : row('xspf', 'Playlist (XSPF)', facts.xspf),
    row('page', 'This page', facts.page),
  ].join('');
  return `<section class="links" aria-labelledby="elsewhere">
<h2 id="elsewhere">Play it elsewhere</h2>
<p>Open one of these in VLC, mpv or another player, or pass them on.</p>
${rows}<div class="row"><label for="embed">Embed</label>
<textarea id="embed" rows="3" readonly spellcheck="false" data-page="${escapeMarkup(facts.page)}" data-name="${name}" data-width="${width}" data-height="${height}"></textarea>
<button type="button" data-copy="embed">Copy</button></div>
<p class="copied" id="copied" role="status"></p>
</section>
`;
}

function row(id: string, label: string, url: string): string {
  const value = escapeMarkup(url);
  return `<div class="row"><label for="url-${id}">${label}</label>
<input id="url-${id}" type="text" readonly spellcheck="false" data-url="${value}" value="${value}">
<button type="button" data-copy="url-${id}">Copy</button></div>
`;
}
