import { afterEach, expect, test } from '@jest/globals';
import type { Ejection, Keycard, Verdict } from '@flumotion/core/plugin';
import { login, PASSWORD, Rig } from './rig';

let rig: Rig;
afterEach(() => rig.stop());

async function open(...given: ConstructorParameters<typeof Rig>): Promise<Rig> {
  rig = new Rig(...given);
  return rig.start();
}

const judge = (verdict: Verdict, seen: Keycard[] = []): Partial<Rig['context']> => ({
  authenticate: (_, keycard) => {
    seen.push(keycard);
    return Promise.resolve(verdict);
  },
});

test('a bouncer, which is given what it needs', async () => {
  const seen: Keycard[] = [];
  await open({ password: undefined, bouncer: 'djs' }, judge({ admitted: true }, seen));
  await rig.source('User-Agent: BUTT');
  await rig
    .client(['GET /admin/metadata?mode=updinfo&mount=/live&song=x HTTP/1.0', login(), ''])
    .hears('<return>1</return>');
  expect(seen).toEqual([
    expect.objectContaining({
      purpose: 'source',
      user: 'source',
      password: PASSWORD,
      path: '/live',
      address: '127.0.0.1',
      agent: 'BUTT',
    }),
    expect.objectContaining({ purpose: 'metadata', user: 'source', path: '/live' }),
  ]);
});

test('a bouncer that says no', async () => {
  await open({ password: undefined, bouncer: 'djs' }, judge({ admitted: false, reason: 'it is night' }));
  await rig.client(['PUT /live HTTP/1.0', login(), '']).hears('403 Forbidden: it is night');
});

test('a bouncer that gives some time', async () => {
  await open({ password: undefined, bouncer: 'djs' }, judge({ admitted: true, duration: 1 }));
  const client = await rig.source();
  await client.ends();
  expect(rig.context.logged.join('\n')).toContain('the time that it was given is over');
});

test('a bouncer knows who sends, and may have it leave', async () => {
  const known: [string, (ejection: Ejection) => void][] = [];
  let left = 0;
  await open(
    { password: undefined, bouncer: 'djs' },
    {
      ...judge({ admitted: true }),
      stay: (bouncer, { user = '' }, _, ejected) => {
        known.push([`${bouncer} ${user}`, ejected]);
        return { leave: () => void left++ };
      },
    },
  );
  const client = await rig.source();
  expect(known.map(([who]) => who)).toEqual(['djs source']);
  known[0]?.[1]({ id: '1', reason: 'ejected', text: 'the list has another DJ now' });
  await client.ends();
  expect(rig.context.logged.join('\n')).toContain('the list has another DJ now');
  expect(left).toBe(1);
});

test('a bouncer that is away keeps the door closed', async () => {
  await open({ password: undefined, bouncer: 'djs' });
  await rig.client(['PUT /live HTTP/1.0', login(), '']).hears('503 Service Unavailable');
});

test('nobody: it does not start', async () => {
  rig = new Rig({ password: undefined });
  await expect(rig.start()).rejects.toThrow(
    'nobody judges clients, so anybody could send a stream; set password',
  );
});

test('two at once: it does not start', async () => {
  const plug = { type: 'some-bouncer', authenticate: () => Promise.resolve({ admitted: true } as const) };
  rig = new Rig({}, { plugs: ((socket: string) => (socket === 'bouncer' ? [plug] : [])) as never });
  await expect(rig.start()).rejects.toThrow(
    'there is a password, and the plug some-bouncer judges clients too',
  );
});
