import { showAddresses } from './addresses.js';
import { isSound } from './choose.js';
import { Controls } from './controls.js';
import { readFacts } from './facts.js';
import { Server } from './server.js';
import { Session } from './session.js';
import { byId, View } from './view.js';

/** Seconds between two looks at the audience when the server does not say. */
const REFRESH = 15;

/** Keeps the audience and the title up to date while somebody sees the page. */
async function watchAudience(server: Server, view: View): Promise<void> {
  for (;;) {
    if (!document.hidden) {
      const state = await server.state();
      view.audience(state?.listeners);
      view.title(state?.title);
      await new Promise((resolve) => setTimeout(resolve, (state?.refresh ?? REFRESH) * 1000));
    } else
      await new Promise((resolve) => document.addEventListener('visibilitychange', resolve, { once: true }));
  }
}

async function main(): Promise<void> {
  showAddresses();
  const facts = readFacts(byId('player', HTMLElement));
  const server = new Server(facts);
  const view = new View();
  if (facts.width && facts.height) view.stage.style.aspectRatio = `${facts.width} / ${facts.height}`;
  const poster = document.getElementById('poster');
  poster?.addEventListener('error', () => {
    poster.remove();
  });
  const state = await server.state();
  const sound = isSound(state?.type ?? '', state?.codecs ?? []);
  if (sound) view.kind(false);
  // Browsers let a picture begin by itself when it is silent; sound alone begins when they let it, else by a gesture.
  const session = new Session(server, view, { muted: !sound, volume: 1 }, () => {
    controls.ask();
  });
  const controls = new Controls(session, view);
  if (new URLSearchParams(location.search).get('autoplay') === '0') {
    view.show('paused');
    controls.ask();
  } else {
    session.start();
    controls.show();
  }
  void watchAudience(server, view);
}

void main();
