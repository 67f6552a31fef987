import type { Ejection, HeldKeycard, Verdict } from '@flumotion/core/plugin';
import { findGuard, type GuardContext } from '@flumotion/web';

type Review = (keycard: HeldKeycard) => Verdict | undefined;

const left: [string, number][] = [];
const ejections: Ejection[] = [];
let reviews: Review[] = [];

function context(): GuardContext {
  const plug = (index: number): object => ({
    type: `judge-${index}`,
    authenticate: () => ({ admitted: true }),
    review: (keycard: HeldKeycard) => reviews[index]?.(keycard),
    left: ({ id }: HeldKeycard, seconds: number) => void left.push([id, seconds]),
  });
  return {
    id: '/flow/streamer',
    plugs: (socket: string) => (socket === 'bouncer-algorithm' ? [plug(0), plug(1)] : []) as never,
    authenticate: () => Promise.reject(new Error('there is no bouncer')),
    stay: () => ({ leave: () => undefined }),
    message: () => undefined,
  };
}

beforeEach(() => {
  jest.useFakeTimers();
  left.length = ejections.length = 0;
});
afterEach(() => {
  jest.useRealTimers();
});

test('plugs judge again who is in, and learn who has left', async () => {
  const seen: HeldKeycard[] = [];
  reviews = [
    (keycard) => {
      seen.push(keycard);
      return { admitted: true };
    },
    () => undefined,
  ];
  const guard = findGuard(context(), undefined);
  const enter = (id: string, user: string): { leave(): void } | undefined =>
    guard?.enter({ id, user, password: 'hush', address: '192.0.2.7' }, undefined, (one) =>
      ejections.push(one),
    );
  const stays = [enter('1', 'ann'), enter('2', 'bob')];
  await jest.advanceTimersByTimeAsync(45_000);
  expect(seen.map(({ id }) => id)).toEqual(['1', '2']);
  expect(seen[0]).toEqual({
    id: '1',
    user: 'ann',
    address: '192.0.2.7',
    component: '/flow/streamer',
    since: expect.any(Number) as number,
  });
  reviews[1] = ({ user }) => (user === 'ann' ? { admitted: false, reason: 'not ann' } : undefined);
  await jest.advanceTimersByTimeAsync(40_000);
  expect(ejections).toEqual([{ id: '1', reason: 'ejected', text: 'not ann' }]);
  for (const stay of stays) {
    stay?.leave();
    stay?.leave();
  }
  expect(left).toEqual([
    ['1', 85],
    ['1', 85],
    ['2', 85],
    ['2', 85],
  ]);
  expect(jest.getTimerCount()).toBe(0);
});

test('a stay is as long as the plugs say that judge again, where all do', async () => {
  const grants: number[] = [];
  reviews = [() => ({ admitted: true, duration: 90 }), () => ({ admitted: true, duration: 70 })];
  const guard = findGuard(context(), undefined);
  guard?.enter(
    { id: '1', address: '192.0.2.7' },
    60,
    (one) => ejections.push(one),
    (seconds) => grants.push(seconds),
  );
  await jest.advanceTimersByTimeAsync(35_000);
  expect(grants).toEqual([70]);
  // What the second has granted at first is not known here.
  reviews[1] = () => undefined;
  await jest.advanceTimersByTimeAsync(35_000);
  expect([grants, ejections]).toEqual([[70], []]);
});
