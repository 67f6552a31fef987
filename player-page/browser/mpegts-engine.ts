import type mpegtsModule from 'mpegts.js';
import type { Engine, EngineEvents, Sound } from './engine.js';
import { MediaEngine } from './media-engine.js';
import { loadScript } from './scripts.js';

/** An endless transport stream or FLV, by mpegts.js, which puts it into a form that browsers take. */
export async function mpegtsEngine(
  type: 'mpegts' | 'flv',
  url: string,
  sound: Sound,
  events: EngineEvents,
): Promise<Engine> {
  await loadScript('mpegts.js');
  const { mpegts } = globalThis as unknown as { mpegts: typeof mpegtsModule };
  if (!mpegts.isSupported()) throw new Error('the browser has no media sources');
  mpegts.LoggingControl.enableAll = false;
  const player = mpegts.createPlayer(
    { type, url, isLive: true },
    { autoCleanupSourceBuffer: true, liveBufferLatencyChasing: true, liveBufferLatencyMaxLatency: 5 },
  );
  player.on(mpegts.Events.ERROR, (kind: string, detail: string) => {
    events.failed(`${kind}: ${detail}`);
  });
  player.on(mpegts.Events.LOADING_COMPLETE, () => {
    events.ended();
  });
  return new MediaEngine(
    'video',
    sound,
    events,
    (element) => {
      player.attachMediaElement(element);
      player.load();
    },
    () => {
      player.destroy();
    },
  );
}
