import type {
  Cue,
  Decoder,
  DecoderSpec,
  EaterFlow,
  Inlet,
  Line,
  PipelineElement,
  Player,
  PlayerSpec,
  TapHandler,
} from '../plugin';
import type { EaterLink } from '../rpc/job-spec';
import type { EaterState, FeederState } from '../rpc/job-state';

/** Certificate and key, PEM text. */
export interface TlsIdentity {
  readonly cert: string;
  readonly key: string;
}

/** The media side of a component: its pipeline with eaters and feeders, or only taps when it works in Node. */
export interface Media {
  element(name: string): PipelineElement | undefined;
  /** @throws Error when the template has no such tap. */
  tap(name: string, handler: TapHandler): void;
  /** @throws Error when the template has no such inlet. */
  inlet(name: string): Inlet;
  /** @throws Error when the component has no pipeline. */
  cue(cue: Cue): void;
  /** @throws Error when the component has no pipeline, or no such decks in it. */
  player(spec: PlayerSpec): Player;
  /** @throws Error when the component has no pipeline, or no such decoder in it. */
  decoder(spec: DecoderSpec): Decoder;
  /** @throws Error when the component has no pipeline, or no such element. */
  keyUnits(element: string, interval: number | undefined): void;
  /** Nanoseconds of running time. @throws Error when the component works without GStreamer. */
  now(): bigint;
  /** @throws Error when the component has no pipeline, or no such bin in it. */
  line(line: Line): void;
  /** The values are set: opens devices, files and feeders. */
  open(): Promise<void>;
  /** Connects the eaters and plays as soon as every required one is connected. */
  play(): Promise<void>;
  /** The sources of the eaters changed. */
  relink(links: readonly EaterLink[]): void;
  /** Opens TCP for a feeder and answers the port. */
  openFeeder(feeder: string, port: number, tls?: TlsIdentity): Promise<number>;
  eaters(): EaterState[];
  /** How each linked eater is doing, for the component itself. */
  flows(): EaterFlow[];
  feeders(): FeederState[];
  /** The pipeline as a graph in the language DOT; undefined where the component works without GStreamer. */
  graph(): string | undefined;
  /** Ends everything; the caller sets the deadline. */
  close(): Promise<void>;
}
