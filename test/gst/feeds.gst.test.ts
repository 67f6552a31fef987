import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { descriptorOf, stopReading } from '../../core/src/feed/descriptor';
import type { Pipeline } from '../../core/src/gst/gst';
import { GstFlow } from '../support/gst-feeds';
import { oggTracks, type OggTrack } from '../support/ogg-tracks';
import { waitUntil } from '../support/wait-until';

const VIDEO =
  'videotestsrc is-live=true pattern=ball ! video/x-raw,format=I420,width=160,height=120,framerate=25/1';
const AUDIO = 'audiotestsrc is-live=true samplesperbuffer=1024 ! audio/x-raw,rate=44100,channels=2';
const FEEDER = { feeders: ['default'] };
const EATER = { eaters: [{ alias: 'default', eater: 'default' }] };

let flow: GstFlow;

beforeEach(() => {
  flow = new GstFlow();
});

afterEach(async () => {
  await flow.close();
});

async function playing(text: string, over = {}): Promise<Pipeline> {
  const pipeline = await flow.build({ text, ...over });
  await pipeline.setState('playing');
  return pipeline;
}

async function more(pipeline: Pipeline, count: number, alias = 'default'): Promise<void> {
  const wanted = pipeline.eater(alias).buffers() + count;
  await waitUntil(`${String(count)} more buffers`, () => pipeline.eater(alias).buffers() >= wanted);
}

function recorded(name: string): OggTrack[] {
  return oggTracks(readFileSync(join(flow.folder, name)));
}

/** A pipeline that records; small blocks, so that the file is never far behind. */
async function recorder(text: string, name: string, over: object): Promise<Pipeline> {
  const pipeline = await flow.build({
    text: `${text} ! filesink name=file sync=false async=false buffer-mode=unbuffered`,
    ...over,
  });
  pipeline.element('file')?.set('location', join(flow.folder, name));
  return pipeline;
}

describe('a feed', () => {
  it('carries buffers, caps and figures from feeder to eater', async () => {
    const from = await playing(VIDEO, FEEDER);
    const to = await playing('fakesink sync=false async=false', EATER);
    const link = await flow.link(from.feeder('default'), { pipeline: to, alias: 'default' });
    await more(to, 10);
    expect(from.feeder('default').caps()).toMatch(/^video\/x-raw, .*width=\(int\)160/);
    expect(to.eater('default').dead()).toBeUndefined();
    const fd = descriptorOf(link.feeding);
    expect(from.feeder('default').stats(fd)?.bytes).toBeGreaterThan(10 * 160 * 120);
    expect(from.feeder('default').stats(fd)?.dropped).toBe(0);
    expect(from.feeder('default').stats(9999)).toBeUndefined();
    expect([...flow.said(from), ...flow.said(to)]).toEqual([]);
  });

  it('carries pictures with two overlays painted on them, not handed on', async () => {
    const text = `${VIDEO} ! textoverlay text=hello ! clockoverlay`;
    const from = await playing(text, { ...FEEDER, feederCaps: { default: 'video/x-raw' } });
    const to = await playing('fakesink sync=false async=false', EATER);
    await flow.link(from.feeder('default'), { pipeline: to, alias: 'default' });
    await more(to, 5);
    expect(from.feeder('default').caps()).not.toContain('meta:');
  });

  it('names the descriptor of an eater that went away, after it was let go', async () => {
    const from = await playing(VIDEO, FEEDER);
    const [first, second] = [
      await flow.link(from.feeder('default')),
      await flow.link(from.feeder('default')),
    ];
    first.eating.resume().destroy();
    await waitUntil('the feeder side is destroyed', () => first.feeding.destroyed);
    expect(second.feeding.destroyed).toBe(false);
  });

  it('keeps what a client that does not read may hold bounded, and counts what it misses', async () => {
    const text = 'videotestsrc is-live=true ! video/x-raw,format=I420,width=640,height=480,framerate=100/1';
    const from = await playing(text, FEEDER);
    const sink = from.feeder('default');
    const link = await flow.link(sink);
    const fd = descriptorOf(link.feeding);
    await waitUntil('drops', () => (sink.stats(fd)?.dropped ?? 0) > 10 * 640 * 480, 15_000);
    expect(link.feeding.destroyed).toBe(false);
  });

  it('loses nothing of ten seconds of encoded media that come at once, as from a muxer that had to wait', async () => {
    const text =
      'videotestsrc pattern=snow num-buffers=100 ! video/x-raw,format=I420,width=320,height=240,framerate=10/1 ! jpegenc';
    const from = await flow.build({ text, ...FEEDER });
    const sink = from.feeder('default');
    await from.setState('paused');
    const { eating } = await flow.link(sink);
    const beginning = Buffer.from('ffd8ffe0', 'hex');
    let pictures = 0;
    let rest = Buffer.alloc(0);
    await from.setState('playing');
    await waitUntil('all to be made', () => sink.buffers() >= 100, 30_000);
    eating.on('data', (data: Buffer) => {
      rest = Buffer.concat([rest, data]);
      for (let at = rest.indexOf(beginning); at >= 0; at = rest.indexOf(beginning)) {
        pictures++;
        rest = rest.subarray(at + beginning.length);
      }
      rest = rest.subarray(-3);
    });
    await waitUntil(
      () => `a hundred pictures; there are ${String(pictures)}`,
      () => pictures === 100,
      20_000,
    );
  });

  it('survives the end of its feeder: frames come again, times go on, the Ogg stays whole', async () => {
    const to = await recorder('theoraenc keyframe-force=25 ! oggmux', 'raw.ogg', EATER);
    await to.setState('playing');
    let from = await playing(VIDEO, FEEDER);
    await flow.link(from.feeder('default'), { pipeline: to, alias: 'default' });
    for (let life = 0; life < 3; life++) {
      await more(to, 30);
      await flow.kill(from, [from.feeder('default')]);
      await waitUntil('the loss is seen', () => to.eater('default').dead() !== undefined);
      expect(to.eater('default').dead()).toBe('the feed ended');
      to.eater('default').detach();
      expect(to.eater('default').dead()).toBe('not connected');
      from = await playing(VIDEO, FEEDER);
      await flow.link(from.feeder('default'), { pipeline: to, alias: 'default' });
    }
    await more(to, 60);
    expect(flow.said(to)).toEqual([]);
    const now = Number(process.hrtime.bigint() - flow.baseTime) / 1e9;
    await flow.kill(to, []);
    const [video] = recorded('raw.ogg');
    expect(video?.problems).toEqual([]);
    expect(video?.frames).toBeGreaterThan(130);
    expect(Math.abs((video?.seconds ?? 0) - now)).toBeLessThan(1.5);
  });

  it('keeps the muxer going when an encoder comes back and repeats its headers', async () => {
    const into = (alias: string) => ({ alias, eater: 'default', into: 'muxer' });
    const mux = await recorder('oggmux name=muxer max-delay=100000000', 'mux.ogg', {
      eaters: [into('v'), into('a')],
    });
    const video = (): Promise<Pipeline> => playing(`${VIDEO} ! theoraenc keyframe-force=25`, FEEDER);
    const audio = (): Promise<Pipeline> => playing(`${AUDIO} ! vorbisenc`, FEEDER);
    const join = (from: Pipeline, alias: string, caps: string) =>
      flow.link(from.feeder('default'), { pipeline: mux, alias, caps });
    let [v, a] = [await video(), await audio()];
    await join(v, 'v', 'video/x-theora');
    await join(a, 'a', 'audio/x-vorbis');
    await mux.setState('playing');
    for (const alias of ['v', 'a']) {
      await Promise.all([more(mux, 30, 'v'), more(mux, 30, 'a')]);
      const old = alias === 'v' ? v : a;
      await flow.kill(old, [old.feeder('default')]);
      await waitUntil('the loss is seen', () => mux.eater(alias).dead() !== undefined);
      mux.eater(alias).detach();
      if (alias === 'v') await join((v = await video()), 'v', 'video/x-theora');
      else await join((a = await audio()), 'a', 'audio/x-vorbis');
    }
    await Promise.all([more(mux, 60, 'v'), more(mux, 60, 'a')]);
    expect(flow.said(mux)).toEqual([]);
    const now = Number(process.hrtime.bigint() - flow.baseTime) / 1e9;
    await flow.kill(mux, []);
    const streams = recorded('mux.ogg');
    expect(streams.map((stream) => stream.codec).sort()).toEqual(['theora', 'vorbis']);
    for (const stream of streams) {
      expect(stream.problems).toEqual([]);
      expect(stream.headerPackets).toBe(3);
      expect(Math.abs(stream.seconds - now)).toBeLessThan(1.5);
    }
  });

  it('lets go of a feed while the muxer waits for another one', async () => {
    const into = (alias: string) => ({ alias, eater: 'default', into: 'muxer' });
    const mux = await recorder('oggmux name=muxer', 'stall.ogg', { eaters: [into('v'), into('a')] });
    let audio = await playing(`${AUDIO} ! vorbisenc`, FEEDER);
    const video = await playing(`${VIDEO} ! theoraenc`, FEEDER);
    await flow.link(video.feeder('default'), { pipeline: mux, alias: 'v', caps: 'video/x-theora' });
    await flow.link(audio.feeder('default'), { pipeline: mux, alias: 'a', caps: 'audio/x-vorbis' });
    await mux.setState('playing');
    await Promise.all([more(mux, 20, 'v'), more(mux, 20, 'a')]);
    await flow.kill(video, [video.feeder('default')]);
    mux.eater('v').detach();
    for (let life = 0; life < 3; life++) {
      await more(mux, 20, 'a');
      await flow.kill(audio, [audio.feeder('default')]);
      mux.eater('a').detach();
      audio = await playing(`${AUDIO} ! vorbisenc`, FEEDER);
      await flow.link(audio.feeder('default'), { pipeline: mux, alias: 'a', caps: 'audio/x-vorbis' });
    }
    await more(mux, 20, 'a');
    mux.eater('a').detach();
    expect(flow.said(mux)).toEqual([]);
  });

  it('tells when an encoder comes back with other settings, which a muxer cannot take', async () => {
    const mux = await recorder('oggmux name=muxer', 'other.ogg', {
      eaters: [{ alias: 'v', eater: 'default', into: 'muxer' }],
    });
    const first = await playing(`${VIDEO} ! theoraenc`, FEEDER);
    await flow.link(first.feeder('default'), { pipeline: mux, alias: 'v', caps: 'video/x-theora' });
    await mux.setState('playing');
    await more(mux, 30, 'v');
    await flow.kill(first, [first.feeder('default')]);
    mux.eater('v').detach();
    const second = await playing(`${VIDEO.replace('120', '240')} ! theoraenc`, FEEDER);
    const to = { pipeline: mux, alias: 'v', caps: 'video/x-theora' };
    const { feeding } = await flow.link(second.feeder('default'), to);
    await waitUntil('the complaint', () => flow.said(mux).length > 0);
    expect(flow.said(mux)).toMatchObject([
      { kind: 'error', error: { source: 'v', domain: 'flumotion-feed-error' } },
    ]);
    // Nothing of it is muxed with the headers of before: players would show noise.
    const ogg = join(flow.folder, 'other.ogg');
    const { size } = statSync(ogg);
    const bytes = (): number => second.feeder('default').stats(descriptorOf(feeding))?.bytes ?? 0;
    const sent = bytes();
    await waitUntil('more of the feed', () => bytes() > sent + 5000);
    expect(statSync(ogg).size).toBe(size);
  });

  it('does not end the pipeline when the stream ends, and says so when the feed is no GDP', async () => {
    const to = await playing('fakesink sync=false async=false', EATER);
    const ended = await flow.build({ text: `videotestsrc num-buffers=5 ! identity sync=true`, ...FEEDER });
    await ended.setState('ready');
    await flow.link(ended.feeder('default'), { pipeline: to, alias: 'default' });
    await ended.setState('playing');
    await waitUntil('the end at the source', () => flow.said(ended).some((event) => event.kind === 'eos'));
    await flow.kill(ended, [ended.feeder('default')]);
    await waitUntil('the loss', () => to.eater('default').dead() !== undefined);
    expect(to.eater('default').buffers()).toBe(5);
    expect(flow.said(to)).toEqual([]);
    const from = await playing(VIDEO, FEEDER);
    const link = await flow.link(from.feeder('default'));
    stopReading(link.eating);
    to.eater('default').attach(descriptorOf(link.eating), undefined);
    await more(to, 5);
    link.feeding.write(Buffer.alloc(4096, 0x41));
    await waitUntil('the garbage is seen', () => to.eater('default').dead() !== undefined);
    expect(flow.said(to)).toEqual([]);
  });

  it('leaves nothing behind after forty connections', async () => {
    const from = await playing(VIDEO, FEEDER);
    const to = await playing('theoraenc ! fakesink sync=false async=false', EATER);
    const connection = async (): Promise<void> => {
      const link = await flow.link(from.feeder('default'), { pipeline: to, alias: 'default' });
      await more(to, 1);
      to.eater('default').detach();
      link.eating.destroy();
      await waitUntil('the sockets are closed', () => link.feeding.destroyed && link.eating.closed);
    };
    for (let warm = 0; warm < 3; warm++) await connection();
    const before = used();
    for (let count = 0; count < 40; count++) await connection();
    await waitUntil('all is given back', () => used().threads <= before.threads);
    expect(used().files).toBeLessThanOrEqual(before.files + 1);
    expect([...flow.said(from), ...flow.said(to)]).toEqual([]);
  });

  it('leaves no thread behind after twenty lives, and of descriptors only the buses of the pipelines', async () => {
    const life = async (): Promise<void> => {
      const from = await playing(VIDEO, FEEDER);
      const to = await playing('theoraenc ! fakesink sync=false async=false', EATER);
      const link = await flow.link(from.feeder('default'), { pipeline: to, alias: 'default' });
      await more(to, 1);
      await flow.kill(to, []);
      await flow.kill(from, [from.feeder('default')]);
      link.eating.destroy();
      await waitUntil('the sockets are closed', () => link.feeding.destroyed && link.eating.closed);
    };
    for (let warm = 0; warm < 3; warm++) await life();
    const before = used();
    for (let count = 0; count < 20; count++) await life();
    await waitUntil('threads are gone', () => used().threads <= before.threads);
    // The binding keeps a pipeline, and so the two descriptors of its bus, as long as the process lives.
    expect(used().files).toBeLessThanOrEqual(before.files + 20 * 2 * 2 + 1);
  });
});

function used(): { files: number; threads: number } {
  return { files: readdirSync('/proc/self/fd').length, threads: readdirSync('/proc/self/task').length };
}
