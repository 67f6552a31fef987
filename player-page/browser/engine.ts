/** How loud it is to be. */
export interface Sound {
  readonly muted: boolean;
  /** 0 to 1. */
  readonly volume: number;
}

/** What an engine tells while it plays. */
export interface EngineEvents {
  /** The stream has ended. */
  ended(): void;
  /** It cannot go on, or could not begin. */
  failed(reason: string): void;
}

/** What plays a stream: the browser by itself, or a library. */
export interface Engine {
  /** What is shown. */
  readonly element: HTMLElement;
  /** Seconds played; it grows while media are shown or heard. */
  readonly time: number;
  /** Whether there is a picture; undefined until that is known. */
  readonly picture: boolean | undefined;
  /** Connects and plays. Rejects with `NotAllowedError` when the browser wants a gesture of the user first. */
  play(): Promise<void>;
  sound(sound: Sound): void;
  /** Disconnects; the engine is not used again. */
  close(): void;
}

/** Makes an engine for a stream. */
export type MakeEngine = (url: string, sound: Sound, events: EngineEvents) => Promise<Engine>;
