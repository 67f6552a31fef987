import type { PipelineElement } from '../plugin';
import type { GstElement, GstNamespace, GstPad, GstStructure } from './node-gtk';
import type { Ramps } from './ramp';
import { textOf } from './text';

/** `key-int-max` as node-gtk names it, `keyIntMax`. */
export function camelCase(property: string): string {
  return property.replace(/[-_]+(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** Text properties that can only be written: GLib complains when they are read, or only looked for. */
const WRITE_ONLY: ReadonlySet<string> = new Set(['passphrase']);

/** Moves the times of what passes a pad. */
const PAD_OFFSET = /^([\w-]+)::offset$/;
/** What passes a pad. */
const PAD_CAPS = /^([\w-]+)::caps$/;

/** An element's properties, safe to set from text. */
export class GstPipelineElement implements PipelineElement {
  constructor(
    private readonly gst: GstNamespace,
    private readonly native: GstElement,
    /** Absent where nothing has times, as for the pad of a mixer. */
    private readonly ramps?: Ramps,
  ) {}

  get factory(): string {
    return this.native.getFactory()?.name ?? '';
  }

  get(property: string): unknown {
    const passing = PAD_CAPS.exec(property)?.[1];
    if (passing !== undefined) {
      const caps = this.pad(passing).getCurrentCaps();
      return caps ? textOf('GstCaps', caps) : undefined;
    }
    const value = this.native[this.key(property)];
    return isStructure(value) ? textOf('GstStructure', value) : value;
  }

  set(property: string, value: string | number | boolean): void {
    if (WRITE_ONLY.has(property)) {
      this.native[camelCase(property)] = value;
      return;
    }
    const pad = PAD_OFFSET.exec(property)?.[1];
    if (pad !== undefined) {
      this.pad(pad).setOffset(BigInt(Math.round(Number(value))));
      return;
    }
    const key = this.key(property);
    this.ramps?.end(this.native, property);
    // The binding cannot read fractions, and complains when it tries.
    if (typeof value === 'string' && /^\d+\/\d+$/.test(value)) {
      this.gst.utilSetObjectArg(this.native, property, value);
      return;
    }
    const current = this.native[key];
    // GStreamer's text parser eats quotes and backslashes; text properties take the text as it is.
    if (typeof current === 'string') this.native[key] = String(value);
    else if (typeof value === 'string') this.gst.utilSetObjectArg(this.native, property, value);
    else if (typeof current === 'bigint') this.native[key] = BigInt(Math.round(Number(value)));
    else if (typeof current === 'object') this.gst.utilSetObjectArg(this.native, property, String(value));
    else this.native[key] = value;
  }

  ramp(property: string, value: number, milliseconds: number): void {
    if (!this.ramps) throw new Error(`${this.native.name} has no ramps`);
    this.ramps.start(this.native, property, this.key(property), value, milliseconds);
  }

  private pad(name: string): GstPad {
    const pad = this.native.getStaticPad(name);
    if (!pad) throw new Error(`element ${this.native.name} has no pad ${name}`);
    return pad;
  }

  private key(property: string): string {
    const key = camelCase(property);
    if (!(key in this.native)) {
      throw new Error(`element ${this.native.name} has no property ${property}`);
    }
    return key;
  }
}

function isStructure(value: unknown): value is GstStructure {
  return typeof value === 'object' && value !== null && 'getUint64' in value;
}
