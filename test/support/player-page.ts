/** What the page tells of one player, four times a second. */
export interface Report {
  readonly player: string;
  /** Milliseconds of the page's clock. */
  readonly at: number;
  /** Seconds of the stream that is shown. */
  readonly time: number;
  readonly frames: number;
  /** Mean brightness of the picture, 0 to 255. */
  readonly brightness: number;
  /** Seconds of media from what is shown to the end of the playlist; 0 before that is known. */
  readonly behind: number;
  /** Parts of segments that were loaded. */
  readonly parts: number;
  /** Height of the quality that is played; 0 where it has none. */
  readonly height: number;
  readonly errors: readonly string[];
}

/**
 * A page that plays streams with hls.js and posts reports.
 * @param config - of hls.js, for all.
 */
export function playerPage(
  streams: Readonly<Record<string, string>>,
  config: Readonly<Record<string, unknown>> = {},
): string {
  return `<!doctype html><meta charset="utf-8"><title>HLS</title><body><script src="/hls.js"></script><script>
for (const [player, url] of Object.entries(${JSON.stringify(streams)})) {
  const video = document.createElement('video');
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 4;
  const picture = canvas.getContext('2d', { willReadFrequently: true });
  const errors = [];
  let parts = 0;
  video.muted = video.autoplay = true;
  document.body.append(video);
  const hls = new Hls({ enableWorker: false, ...${JSON.stringify(config)} });
  hls.on(Hls.Events.ERROR, (_, { details, fatal }) => errors.push(details + (fatal ? ' (fatal)' : '')));
  hls.on(Hls.Events.FRAG_LOADED, (_, { part }) => void (parts += part ? 1 : 0));
  hls.loadSource(url);
  hls.attachMedia(video);
  setInterval(() => {
    picture.drawImage(video, 0, 0, 4, 4);
    const pixels = picture.getImageData(0, 0, 4, 4).data.filter((_, at) => at % 4 < 3);
    const brightness = pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
    const frames = video.getVideoPlaybackQuality().totalVideoFrames;
    const edge = hls.latestLevelDetails ? hls.latestLevelDetails.edge : 0;
    const behind = edge > 0 ? edge - video.currentTime : 0;
    const time = video.currentTime;
    const height = video.videoHeight;
    const report = { player, at: performance.now(), time, frames, brightness, behind, parts, height, errors };
    void fetch('/report', { method: 'POST', body: JSON.stringify(report) });
  }, 250);
}
</script>`;
}
