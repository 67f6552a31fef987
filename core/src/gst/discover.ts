import { BusReader } from './bus';
import { checkFile, mediaProblem, worst } from './media-problem';
import { fileUri, until } from './media-wait';
import { gstNamespace, gstPbutilsNamespace, type GstDiscovererStream, type GstPipeline } from './node-gtk';

/** Pictures in a file. */
export interface FoundVideo {
  /** Media type of the encoded pictures, as `video/x-theora`. */
  readonly media: string;
  readonly width: number;
  readonly height: number;
  /** As `25/1`; `0/1` when it varies. */
  readonly framerate: string;
  readonly pixelAspectRatio: string;
}

/** Sound in a file. */
export interface FoundAudio {
  /** Media type of the encoded sound, as `audio/x-vorbis`. */
  readonly media: string;
  readonly rate: number;
  readonly channels: number;
  /** Bits of a decoded sample. */
  readonly depth: number;
}

/** What a file of media holds. */
export interface FoundMedia {
  /** Nanoseconds. */
  readonly duration: bigint;
  readonly video: FoundVideo | undefined;
  readonly audio: FoundAudio | undefined;
}

const SINK = 'fakesink sync=false enable-last-sample=false';
const VIDEO = `source. ! videoconvert ! ${SINK}`;
const AUDIO = `source. ! audioconvert ! ${SINK}`;
const SOURCE = 'uridecodebin name=source';

/**
 * Finds out what a file holds, and decodes all of it. For commands that do nothing else: it blocks the process meanwhile.
 * @param deadline milliseconds for each of the two.
 * @throws Error in words for people when it cannot be decoded.
 */
export async function discover(file: string, deadline: number): Promise<FoundMedia> {
  await checkFile(file);
  const found = look(file, deadline);
  if (found.video ?? found.audio) await decode(file, found, deadline);
  return found;
}

function look(file: string, deadline: number): FoundMedia {
  const discoverer = gstPbutilsNamespace().Discoverer.new(BigInt(deadline) * 1_000_000n);
  let info: ReturnType<typeof discoverer.discoverUri>;
  try {
    info = discoverer.discoverUri(fileUri(file));
  } catch (error) {
    throw new Error(`GStreamer finds no media: ${(error as Error).message}`, { cause: error });
  }
  const [video] = info.getVideoStreams();
  const [audio] = info.getAudioStreams();
  return {
    duration: info.getDuration(),
    video: video && {
      media: mediaOf(video),
      width: video.getWidth(),
      height: video.getHeight(),
      framerate: `${video.getFramerateNum()}/${video.getFramerateDenom()}`,
      pixelAspectRatio: `${video.getParNum()}/${video.getParDenom()}`,
    },
    audio: audio && {
      media: mediaOf(audio),
      rate: audio.getSampleRate(),
      channels: audio.getChannels(),
      depth: audio.getDepth(),
    },
  };
}

function mediaOf(stream: GstDiscovererStream): string {
  return (stream.getCaps()?.toString() ?? '').replace(/[,;].*$/s, '');
}

async function decode(file: string, { video, audio }: FoundMedia, deadline: number): Promise<void> {
  const gst = gstNamespace();
  const parts = [SOURCE, ...(video ? [VIDEO] : []), ...(audio ? [AUDIO] : [])];
  const pipeline = gst.parseLaunch(`pipeline. ( ${parts.join(' ')} )`) as GstPipeline;
  const source = pipeline.getByName('source');
  if (!source) throw new Error('the pipeline has no source');
  source['uri'] = fileUri(file);
  const bus = new BusReader(gst, pipeline, {
    segmentDone: () => undefined,
    claims: () => false,
    quiet: () => false,
  });
  let ended = false;
  const read = (): void => {
    const events = bus.read();
    ended ||= events.some(({ kind }) => kind === 'eos');
    const error = worst(events.flatMap((event) => (event.kind === 'error' ? [event.error] : [])));
    if (error) throw new Error(mediaProblem(file, error));
  };
  try {
    pipeline.setState(gst.State.PLAYING);
    await until(() => ended, deadline, 'decoding', read);
  } finally {
    pipeline.setState(gst.State.NULL);
  }
}
