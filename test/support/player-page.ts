/** What the page tells of one player, twice a second. */
export interface Report {
  readonly player: string;
  /** Milliseconds of the page's clock. */
  readonly at: number;
  /** Seconds of the stream that is shown. */
  readonly time: number;
  readonly frames: number;
  /** Mean brightness of the picture, 0 to 255. */
  readonly brightness: number;
  readonly errors: readonly string[];
}

/** A page that plays streams with hls.js and posts reports. */
export function playerPage(streams: Readonly<Record<string, string>>): string {
  return `<!doctype html><meta charset="utf-8"><title>HLS</title><body><script src="/hls.js"></script><script>
for (const [player, url] of Object.entries(${JSON.stringify(streams)})) {
  const video = document.createElement('video');
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 4;
  const picture = canvas.getContext('2d', { willReadFrequently: true });
  const errors = [];
  video.muted = video.autoplay = true;
  document.body.append(video);
  const hls = new Hls({ enableWorker: false });
  hls.on(Hls.Events.ERROR, (_, { details, fatal }) => errors.push(details + (fatal ? ' (fatal)' : '')));
  hls.loadSource(url);
  hls.attachMedia(video);
  setInterval(() => {
    picture.drawImage(video, 0, 0, 4, 4);
    const pixels = picture.getImageData(0, 0, 4, 4).data.filter((_, at) => at % 4 < 3);
    const brightness = pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
    const frames = video.getVideoPlaybackQuality().totalVideoFrames;
    const report = { player, at: performance.now(), time: video.currentTime, frames, brightness, errors };
    void fetch('/report', { method: 'POST', body: JSON.stringify(report) });
  }, 250);
}
</script>`;
}
