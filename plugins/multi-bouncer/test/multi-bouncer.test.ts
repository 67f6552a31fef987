import { afterEach, describe, expect, test } from '@jest/globals';
import {
  definePlug,
  type Behaviour,
  type HeldKeycard,
  type Keycard,
  type PlugDefinition,
  type Verdict,
} from '@flumotion/core/plugin';
import { checkComponent, checkPlug } from '@flumotion/core/testing';
import { fakeContext, type FakeContext } from '../../../test/support/fake-context';
import { guardedStream, statusOf, stopGuarded } from '../../../test/support/guarded-stream';
import { bouncer, plug } from '../src';
import { Combination, type Algorithm } from '../src/combination';

afterEach(stopGuarded);

type Judge = (keycard: Keycard) => Verdict | Promise<Verdict> | undefined;

const keycard: Keycard = { id: '1', address: '192.0.2.7' };
const yes = (): Verdict => ({ admitted: true });
const no = (): Verdict => ({ admitted: false, reason: 'no' });

function algorithm(type: string, judge: Judge, others: Partial<Algorithm> = {}): Algorithm {
  return {
    type,
    authenticate: (card) => judge(card),
    review: () => undefined,
    left: () => undefined,
    ...others,
  };
}

function fake(combination: string | undefined, ...algorithms: Algorithm[]): FakeContext<object> {
  const context = fakeContext<object>({ combination });
  context.plugs = () => algorithms as never;
  return context;
}

const behaviour = bouncer.behaviour as Behaviour<object>;

test('the declarations are sound', () => {
  expect(checkComponent(bouncer)).toEqual([]);
  expect(checkPlug(plug)).toEqual([]);
});

test('a mistake in the text is found before anything starts', () => {
  expect(behaviour.check?.({ combination: 'a xor b' })).toContain('character 3: expected');
  expect(behaviour.check?.({ combination: 'a and not b' })).toBeUndefined();
  expect(behaviour.check?.({ combination: ' ' })).toBeUndefined();
  expect(behaviour.check?.({})).toBeUndefined();
});

test.each([undefined, '', '  '])('without a combination (%j) all have to admit', async (combination) => {
  const context = fake(combination, algorithm('a', yes), algorithm('b', no));
  await behaviour.start?.(context);
  expect(await behaviour.authenticate?.(context, keycard)).toMatchObject({ admitted: false });
  const both = fake(combination, algorithm('a', yes), algorithm('b', yes));
  await behaviour.start?.(both);
  expect(await behaviour.authenticate?.(both, keycard)).toEqual({ admitted: true });
  expect(context.stats).toEqual({ refused: 1 });
});

test('further algorithms of a type are TYPE-1, TYPE-2, as in Flumotion 0.10', async () => {
  const three = [no, no, yes].map((judge) => algorithm('ip', judge));
  const context = fake('ip or ip-1 or ip-2', ...three);
  await behaviour.start?.(context);
  expect(await behaviour.authenticate?.(context, keycard)).toEqual({ admitted: true });
  expect(() => new Combination('ip and ip-3', three)).toThrow(
    'character 8: there is no algorithm ip-3 here; there are ip, ip-1, ip-2',
  );
});

test('without algorithms it does not start', () => {
  expect(() => behaviour.start?.(fake(undefined))).toThrow('nothing to combine');
});

test('what people should look at is a warning', async () => {
  const context = fake('a and b or a', ...['a', 'b', 'c'].map((type) => algorithm(type, yes)));
  await behaviour.start?.(context);
  expect(context.said).toMatchObject([
    { level: 'warning', text: expect.stringMatching(/or binds more than and.*nobody asks c/) },
  ]);
});

test('an algorithm is asked once for a keycard, also where it stands twice', async () => {
  let asked = 0;
  const count = algorithm('a', () => {
    asked++;
    return { admitted: false, reason: 'no' };
  });
  await new Combination('a or a or not a', [count]).judge(keycard);
  expect(asked).toBe(1);
});

test('one that is slow or silent decides nothing by itself', async () => {
  const never = algorithm('slow', () => new Promise<Verdict>(() => undefined));
  const silent = algorithm('silent', () => undefined);
  const limits = { one: 50, all: 80 };
  const judge = (text: string): Promise<Verdict> =>
    new Combination(text, [never, silent, algorithm('a', yes)], limits).judge(keycard);
  expect(await judge('slow or a')).toEqual({ admitted: true });
  expect(await judge('slow and not a')).toMatchObject({ admitted: false });
  await expect(judge('slow and a')).rejects.toThrow('the algorithm slow did not answer in time');
  await expect(judge('silent or not a')).rejects.toThrow('the algorithm silent gave no answer');
});

function testPlug(type: string, judge: (keycard: Keycard) => Verdict): PlugDefinition {
  return definePlug(
    { type, socket: 'bouncer-algorithm', description: 'For tests.' },
    { authenticate: (_, card) => judge(card) },
  );
}

const has = (name: string): PlugDefinition =>
  testPlug(`has-${name}`, ({ arguments: given }) =>
    given?.[name] === undefined
      ? { admitted: false, reason: `no ${name}`, ...(name === 'user' ? { login: true } : {}) }
      : { admitted: true },
  );

test('an http-streamer with algorithms and the plug; another combination drops nobody', async () => {
  const stream = await guardedStream([
    { definition: plug, properties: { combination: 'has-ticket or has-user and not has-ban' } },
    { definition: has('ticket') },
    { definition: has('ban') },
    { definition: has('user') },
  ]);
  expect(stream.plugs[0]?.messages).toMatchObject([{ level: 'warning', id: 'combination' }]);
  const listener = await stream.ask('/?ticket');
  expect(statusOf(listener)).toBe(200);
  expect(await stream.status('/?user')).toBe(200);
  expect(await stream.status('/?user&ban')).toBe(403);
  expect(await stream.status('/')).toBe(401);
  stream.set('combination', 'has-ticket and has-user');
  expect(await stream.status('/?ticket')).toBe(401);
  expect(await stream.status('/?user')).toBe(403);
  expect(() => stream.set('combination', 'has-ticket and')).toThrow('character 15');
  stream.set('combination', 'has-nothing');
  expect(stream.plugs[0]?.messages).toMatchObject([
    { text: expect.stringMatching(/there is no algorithm has-nothing.*from before counts/) },
  ]);
  expect(await stream.status('/?ticket&user')).toBe(200);
  await stream.stillServes(listener);
});

test.each([
  [false, 503],
  [true, 200],
])('when it hangs on a broken algorithm, allow-default %j answers %i', async (allow, expected) => {
  const broken = testPlug('broken', () => {
    throw new Error('broken');
  });
  const stream = await guardedStream([{ definition: plug }, { definition: broken }], {
    'allow-default': allow,
  });
  expect(await stream.status()).toBe(expected);
  expect(stream.plugs[0]?.stats).toEqual({ undecided: 1 });
});

describe('judging again', () => {
  const held: HeldKeycard = { ...keycard, component: '/flow/streamer', since: 0 };

  test.each<[string, string, [Verdict | undefined, Verdict | undefined], boolean]>([
    ['all admit', 'a and b', [yes(), yes()], true],
    ['one refuses', 'a and b', [yes(), no()], false],
    ['one is taken at its word', 'a and b', [undefined, yes()], true],
    ['one refuses that was taken at its word', 'a and b', [no(), undefined], false],
    ['another was not asked before', 'a or b', [no(), undefined], false],
    ['another would admit', 'a or b', [no(), yes()], true],
    ['the opposite', 'a and not c', [yes(), undefined], true],
  ])('%s: %s', async (_, text, [a, b], admitted) => {
    const combination = new Combination(text, [
      algorithm('a', yes, { review: () => a }),
      algorithm('b', yes, { review: () => b }),
      algorithm('c', no),
    ]);
    await combination.judge(keycard);
    expect((await combination.review(held)).admitted).toBe(admitted);
  });

  test('a word that is kept grants no more time than it did', async () => {
    const algorithms = [
      algorithm('a', () => ({ admitted: true, duration: 60 })),
      algorithm('b', yes, { review: () => ({ admitted: true, duration: 3600 }) }),
    ];
    const combination = new Combination('a and b', algorithms);
    await combination.judge(keycard);
    const verdict = await combination.review({ ...held, since: Date.now() - 20_000 });
    expect(verdict.admitted && verdict.duration).toBeCloseTo(40, 0);
  });

  test('nobody can say of one who was let in before it began, unless it does not matter', async () => {
    const combination = new Combination('a and b', [
      algorithm('a', yes),
      algorithm('b', yes, { review: no }),
    ]);
    expect((await combination.review(held)).admitted).toBe(false);
    await expect(new Combination('a', [algorithm('a', yes)]).review(held)).rejects.toThrow('gave no answer');
  });

  test('what was said is kept over a change of the text, and forgotten when somebody leaves', async () => {
    const left: [string, number][] = [];
    const plugs = [algorithm('a', yes, { left: ({ id }, seconds) => void left.push([id, seconds]) })];
    const context = fake('a', ...plugs);
    await behaviour.start?.(context);
    await behaviour.authenticate?.(context, keycard);
    (context as { properties: object }).properties = { combination: 'a and a' };
    await behaviour.changed?.(context, 'combination', 'a and a');
    expect(await behaviour.review?.(context, held)).toMatchObject({ admitted: true });
    await behaviour.left?.(context, held, 7);
    expect(left).toEqual([['1', 7]]);
    await expect(behaviour.review?.(context, held)).rejects.toThrow('gave no answer');
  });
});
