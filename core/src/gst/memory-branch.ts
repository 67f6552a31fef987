import type { GstElement, GstNamespace, GstPad } from './node-gtk';

/** Nanoseconds of pictures that wait for a slow client, as for one of a socket. */
const MAX_LAG = 1_000_000_000n;
/** Pictures that wait at most, for those without times. */
const MAX_WAITING = 120;
/** For its user alone. */
const PERMISSIONS = 0o600;

/** The elements through which pictures go to one client, in shared memory. */
export interface MemoryBranch {
  readonly number: number;
  readonly queue: GstElement;
  readonly sink: GstElement;
  /** Lets no larger pictures through: of these, `shmsink` 1.22 waits for itself for ever. */
  readonly guard: GstElement;
  /** All, in the order in which media go through them. */
  readonly elements: readonly GstElement[];
  /** The queue's. */
  readonly input: GstPad;
  /** The tee's. */
  readonly output: GstPad;
}

const FACTORIES = ['queue', 'errorignore', 'output-selector', 'capsfilter', 'gdppay', 'shmsink', 'shmsrc'];

/** Whether GStreamer has what either side of shared memory needs; not every system installs all of it together. */
export function hasMemoryElements(gst: GstNamespace): boolean {
  return FACTORIES.every((factory) => gst.ElementFactory.find(factory) !== null);
}

/** @param number tells the branches of a tee apart. @throws Error when GStreamer lacks an element. */
export function makeBranch(gst: GstNamespace, tee: GstElement, number: number): MemoryBranch {
  const name = (what: string): string => `${tee.name}-memory${String(number)}-${what}`;
  const make = (factory: string, what: string): GstElement => {
    const element = gst.ElementFactory.make(factory, name(what));
    if (!element) throw new Error(`GStreamer gives no ${factory} for the feeder`);
    return element;
  };
  const queue = make('queue', 'queue');
  gst.utilSetObjectArg(queue, 'leaky', 'downstream');
  queue['maxSizeBuffers'] = MAX_WAITING;
  queue['maxSizeBytes'] = 0;
  queue['maxSizeTime'] = MAX_LAG;
  // An error that went further up would end the whole pipeline.
  const shield = make('errorignore', 'shield');
  gst.utilSetObjectArg(shield, 'convert-to', 'ok');
  const pay = make('gdppay', 'pay');
  pay['crcHeader'] = false;
  const sink = make('shmsink', 'sink');
  sink['perms'] = PERMISSIONS;
  sink['sync'] = false;
  sink['async'] = false;
  sink['enableLastSample'] = false;
  const guard = make('capsfilter', 'guard');
  // The pipeline must not take the guard's form for the only one that it may have: this answers that any will do.
  const veil = make('output-selector', 'veil');
  gst.utilSetObjectArg(veil, 'pad-negotiation-mode', 'none');
  const elements = [queue, shield, veil, guard, pay, sink];
  const [input, output] = [queue.getStaticPad('sink'), tee.requestPadSimple('src_%u')];
  if (!input || !output || !veil.requestPadSimple('src_%u'))
    throw new Error('GStreamer gives no pads for the feeder');
  return { number, queue, sink, guard, elements, input, output };
}

/** Links the elements of a branch: a pipeline takes the links from what it removes. */
export function joinUp({ elements }: MemoryBranch): void {
  for (const [index, element] of elements.slice(1).entries()) {
    const input = element.getStaticPad('sink');
    const before = elements[index];
    const output = before?.getStaticPad('src') ?? before?.getStaticPad('src_0');
    if (input) output?.link(input);
  }
}
