import type { PipelineError } from '../plugin';
import type { BusEvent } from './gst';
import { quarkName, type GstBus, type GstMessage, type GstNamespace, type GstPipeline } from './node-gtk';
import { textOf } from './text';

/** Messages taken from the bus in one poll. */
const MAX_MESSAGES = 100;

/** Code of a failed state change in the core domain. */
const STATE_CHANGE = 4;

/** What only the pipeline itself does something about. */
export interface BusHandler {
  /** A seek in segments has come to its end. */
  segmentDone(): void;
  /** Whether the error is about a connection, and not to be told. */
  claims(error: PipelineError): boolean;
  /** Whether a warning is about what mends itself, and not to be told. */
  quiet(warning: PipelineError): boolean;
}

/** Reads a pipeline's bus without a main loop; messages of other types are dropped in C. */
export class BusReader {
  private readonly bus: GstBus;
  private readonly mask: number;
  private failed = false;

  constructor(
    private readonly gst: GstNamespace,
    private readonly pipeline: GstPipeline,
    private readonly handler: BusHandler,
  ) {
    this.bus = pipeline.getBus();
    const { ERROR, WARNING, EOS, ELEMENT, LATENCY, SEGMENT_DONE } = gst.MessageType;
    this.mask = ERROR | WARNING | EOS | ELEMENT | LATENCY | SEGMENT_DONE;
  }

  /** What was said since the last call, at most 100 messages. */
  read(): BusEvent[] {
    const events: BusEvent[] = [];
    for (let count = 0; count < MAX_MESSAGES; count++) {
      const message = this.bus.timedPopFiltered(0, this.mask);
      if (!message) break;
      const event = this.translate(message);
      if (event) events.push(event);
    }
    return events;
  }

  /** Drops what is on the bus and what will come. */
  close(): void {
    this.bus.setFlushing(true);
  }

  private translate(message: GstMessage): BusEvent | undefined {
    const types = this.gst.MessageType;
    switch (message.type) {
      case types.EOS:
        return { kind: 'eos' };
      case types.SEGMENT_DONE:
        this.handler.segmentDone();
        return undefined;
      case types.LATENCY:
        this.pipeline.recalculateLatency();
        return { kind: 'latency' };
      case types.ELEMENT:
        return elementEvent(message);
      default: {
        const kind = message.type === types.ERROR ? 'error' : 'warning';
        const error = errorOf(message, kind);
        if (kind === 'error') {
          if (this.failed && isEcho(error)) return undefined;
          if (this.handler.claims(error)) return undefined;
          this.failed = true;
        } else if (this.handler.quiet(error)) return undefined;
        return { kind, error };
      }
    }
  }
}

/** GStreamer's own complaint that an element failed to start, which follows the element's. */
function isEcho(error: PipelineError): boolean {
  return error.domain === 'gst-core-error-quark' && error.code === STATE_CHANGE;
}

function elementEvent(message: GstMessage): BusEvent | undefined {
  const structure = message.getStructure();
  if (!structure) return undefined;
  const source = message.src?.name ?? '';
  const [name, text] = [structure.getName(), textOf('GstStructure', structure)];
  return { kind: 'element', message: { source, name, text } };
}

function errorOf(message: GstMessage, kind: 'error' | 'warning'): PipelineError {
  const [error, debug] = kind === 'error' ? message.parseError() : message.parseWarning();
  const { code, message: text } = error;
  return { source: message.src?.name ?? '', domain: quarkName(error.domain), code, text, debug };
}
