import type HlsClass from 'hls.js';
import type { Engine, EngineEvents, Sound } from './engine.js';
import { MediaEngine, nativeEngine } from './media-engine.js';
import { assetUrl, loadScript } from './scripts.js';

/** HLS, by hls.js where the browser has media sources, else by the browser itself. */
export async function hlsEngine(url: string, sound: Sound, events: EngineEvents): Promise<Engine> {
  await loadScript('hls.min.js');
  const { Hls } = globalThis as unknown as { Hls: typeof HlsClass };
  if (!Hls.isSupported()) return nativeEngine('video', url, sound, events);
  const hls = new Hls({
    workerPath: assetUrl('hls.worker.js'),
    // A page that is open for days keeps a minute of what was played.
    backBufferLength: 60,
  });
  let mended = false;
  hls.on(Hls.Events.ERROR, (_, { fatal, type, details }) => {
    if (!fatal) return;
    if (type === Hls.ErrorTypes.MEDIA_ERROR && !mended) {
      mended = true;
      hls.recoverMediaError();
    } else events.failed(details);
  });
  return new MediaEngine(
    'video',
    sound,
    events,
    (element) => {
      hls.loadSource(url);
      hls.attachMedia(element);
    },
    () => {
      hls.destroy();
    },
  );
}
