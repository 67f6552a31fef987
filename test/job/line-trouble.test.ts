import { expect, test } from '@jest/globals';
import type { LinePart } from '../../core/src/gst/gst';
import { LineKeeper } from '../../core/src/job/line-keeper';
import { MoodKeeper } from '../../core/src/job/mood-keeper';
import type { Line, LineTrouble, PipelineError } from '../../core/src/plugin';
import { keepingLogger } from '../support/feed-ends';
import { waitUntil } from '../support/wait-until';

/** A line over a part that does what the test says. */
class Rig {
  now = 1_000_000;
  begun = 0;
  ended = 0;
  carried = 0;
  failure: PipelineError | undefined;
  readonly mood = new MoodKeeper(() => undefined);
  readonly keeper: LineKeeper;

  constructor(line: Partial<Line> = {}) {
    const part: LinePart = {
      begin: () => {
        this.begun++;
        this.failure = undefined;
        return true;
      },
      end: () => void this.ended++,
      close: () => undefined,
      failure: () => this.failure,
      ended: () => false,
      carried: () => this.carried,
    };
    const spec = { bin: 'line', meter: 'meter', peer: 'a server', ...line };
    this.keeper = new LineKeeper(spec, part, true, this.mood, keepingLogger().log, () => this.now);
  }

  /** Lets time pass, and looks. */
  async pass(milliseconds: number): Promise<void> {
    this.now += milliseconds;
    this.keeper.tick();
    // What is prepared is so behind the present turn.
    await new Promise((resolve) => setImmediate(resolve));
  }

  async begin(): Promise<void> {
    this.keeper.begin();
    await waitUntil('the first attempt', () => this.begun > 0 || this.mood.messages.length > 0);
  }
}

test('trouble that preparation returns is told as it is, until there is none', async () => {
  let trouble: LineTrouble | undefined = { level: 'error', text: 'of no use', advice: 'Change it.' };
  const rig = new Rig({ prepare: () => Promise.resolve(trouble) });
  await rig.begin();
  expect(rig.begun).toBe(0);
  expect(rig.mood.messages).toMatchObject([{ level: 'error', text: 'of no use; tried again every 1 s' }]);
  trouble = undefined;
  await rig.pass(1000);
  expect(rig.begun).toBe(1);
  rig.carried = 1;
  await rig.pass(500);
  expect([rig.mood.mood, rig.mood.messages]).toEqual(['happy', []]);
});

test('a line that says it is of no use any more is begun again', async () => {
  let trouble: LineTrouble | undefined;
  const changes: boolean[] = [];
  const rig = new Rig({ broken: () => trouble, changed: (connected) => void changes.push(connected) });
  await rig.begin();
  rig.carried = 1;
  await rig.pass(500);
  trouble = { level: 'warning', text: 'it carries something else' };
  await rig.pass(500);
  expect(rig.ended).toBe(1);
  expect(rig.mood.reason).toBe('it carries something else');
  trouble = undefined;
  await rig.pass(1000);
  await rig.pass(500);
  expect([rig.mood.mood, changes]).toEqual(['happy', [true, false, true]]);
});
