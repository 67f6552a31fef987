import { FlumotionError } from '../errors';
import type { Clip, LoadedClip, MediaInfo, PipelineError, Player, PlayerSpec } from '../plugin';
import { Deck, type DeckOutput } from './deck';
import { checkFile } from './media-problem';
import { MediaProbe } from './media-probe';
import { MixedStream } from './mixed-stream';
import type { GstBin, GstElement, GstNamespace, GstPipeline } from './node-gtk';
import { SoundCut } from './sound-cut';

/** What a player needs of the pipeline it plays in. */
export interface PlayerRoom {
  readonly gst: GstNamespace;
  readonly pipeline: GstPipeline;
  /** Full id of the component, for complaints. */
  readonly name: string;
  readonly parse: (text: string) => GstPipeline;
  /** Nanoseconds of running time. */
  readonly now: () => bigint;
  readonly playing: () => boolean;
}

let prober: MediaProbe | undefined;

/** Plays clips in the decks of one pipeline. */
export class DeckPlayer implements Player {
  private readonly decks: readonly Deck[];
  private readonly streams: readonly MixedStream[];
  /** Number of clips so far: later ones hide earlier ones. */
  private order = 0;

  /** @throws FlumotionError `pipeline-invalid` when the pipeline has no such decks or mixers. */
  constructor(
    private readonly room: PlayerRoom,
    spec: PlayerSpec,
  ) {
    this.decks = spec.decks.map((name, index) => {
      const outputs = (['video', 'audio'] as const).flatMap((kind) => {
        const mixer = spec[kind];
        return mixer === undefined ? [] : [this.output(name, kind, mixer, index + 1)];
      });
      const cut = spec.audio === undefined ? undefined : new SoundCut(this.named(`${name}-cut`));
      return new Deck(room.gst, this.named(name) as GstBin, this.named(`${name}-source`), outputs, cut);
    });
    this.streams = (['video', 'audio'] as const).flatMap((kind) => {
      const mixer = spec[kind];
      return mixer === undefined ? [] : [this.stream(kind, mixer)];
    });
  }

  get playing(): boolean {
    return this.room.playing();
  }

  now(): bigint {
    return this.room.now();
  }

  probe(location: string): Promise<MediaInfo> {
    prober ??= new MediaProbe(this.room.gst, this.room.parse);
    return prober.probe(location);
  }

  async load(clip: Clip): Promise<LoadedClip> {
    await checkFile(clip.location);
    const deck = this.decks.find(({ free }) => free);
    if (!deck) throw new Error(`no deck is free for ${clip.location}`);
    try {
      await deck.load(clip, ++this.order);
    } catch (error) {
      if (deck.holds(clip)) deck.eject();
      throw error;
    }
    return {
      ended: () => !deck.holds(clip) || deck.free,
      problem: () => (deck.holds(clip) ? deck.problem() : undefined),
      eject: () => {
        if (deck.holds(clip)) deck.eject();
      },
    };
  }

  /** Takes an error of a deck's element. @returns whether it was one. */
  claims(error: PipelineError): boolean {
    return this.decks.some((deck) => deck.claims(error));
  }

  /**
   * Begins what leaves the mixers; the pipeline is paused, and its feeders are shut.
   * @param broken whether the pipeline has failed: then nothing is waited for.
   * @throws Error when a mixer has no ground to begin on.
   */
  async open(broken: () => boolean): Promise<void> {
    for (const stream of this.streams) await stream.begin(broken);
  }

  /** Empties the decks. */
  close(): void {
    for (const deck of this.decks) deck.close();
  }

  private output(deck: string, kind: 'video' | 'audio', mixer: string, number: number): DeckOutput {
    const gate = this.named(`${deck}-${kind}`);
    const input = this.named(`${deck}-${kind}-in`).getStaticPad('sink');
    const moved = gate.getStaticPad('src');
    const last = this.named(`${deck}-${kind}-out`).getStaticPad('src');
    const into = this.named(mixer).getStaticPad(`sink_${String(number)}`);
    if (!input || !moved || !last || !into) throw this.invalid(`deck ${deck} is not linked to ${mixer}`);
    return { input, gate, moved, last, into };
  }

  private stream(kind: 'video' | 'audio', mixer: string): MixedStream {
    const ground = this.named(`${kind}-ground-form`).getStaticPad('src');
    if (!ground) throw this.invalid(`${mixer} has no ground`);
    const [form, funnel] = [this.named(`${mixer}-form`), this.named(`${mixer}-out`)];
    return new MixedStream(this.room.gst, mixer, ground, form, funnel);
  }

  private named(name: string): GstElement {
    const element = this.room.pipeline.getByName(name);
    if (!element) throw this.invalid(`the template has no element named ${name}`);
    return element;
  }

  private invalid(reason: string): FlumotionError {
    return FlumotionError.of('pipeline-invalid', { component: this.room.name, reason });
  }
}
