import { listenerPlan, parseRange, seconds, streamUrl, wholeNumber } from '../../core/src/cli/tester-options';

const url = new URL('http://localhost:8800');
const base = { clients: 1, rampUp: 0, timeout: 10 };

describe('parseRange', () => {
  it.each([
    ['4096', { low: 4096, high: 4096 }],
    ['4096-8192', { low: 4096, high: 8192 }],
    ['0.5-2', { low: 0.5, high: 2 }],
    ['64k-1M', { low: 64_000, high: 1_000_000 }],
  ])('reads %s', (text, range) => {
    expect(parseRange(text)).toEqual(range);
  });

  it.each(['', '0', '-1', 'x', '2-1', '1-2-3', '1e3'])('refuses %j', (text) => {
    expect(() => parseRange(text)).toThrow(/Expected a number above 0/);
  });
});

describe('other figures', () => {
  it('are read strictly', () => {
    expect(wholeNumber(1, 10)('10')).toBe(10);
    expect(seconds(0)('0.5')).toBe(0.5);
    expect(streamUrl('https://example.org/live.ogg').pathname).toBe('/live.ogg');
    for (const text of ['0', '11', '1.5', '', 'x']) expect(() => wholeNumber(1, 10)(text)).toThrow();
    for (const text of ['-1', '', 'x', 'Infinity']) expect(() => seconds(0)(text)).toThrow();
    for (const text of ['localhost:8800', 'file:///etc/passwd', '']) expect(() => streamUrl(text)).toThrow();
  });
});

describe('listenerPlan', () => {
  it('stays five seconds when nothing is said', () => {
    expect(listenerPlan(url, base)).toMatchObject({ url, seconds: 5, timeout: 10, readSize: 4096 });
  });

  it('stays for the bytes alone when they are said', () => {
    const plan = listenerPlan(url, { ...base, bytes: parseRange('16384'), readrate: parseRange('4096') });
    expect(plan).toMatchObject({ bytes: 16384, readRate: 4096, patience: 68 });
    expect(plan.seconds).toBeUndefined();
  });

  it('draws from ranges anew for each listener', () => {
    const options = {
      ...base,
      time: parseRange('1-5'),
      bytes: parseRange('10-20'),
      readsize: parseRange('100-200'),
    };
    expect(listenerPlan(url, options, () => 0)).toMatchObject({ seconds: 1, bytes: 10, readSize: 100 });
    expect(listenerPlan(url, options, () => 0.999)).toMatchObject({
      seconds: 4.996,
      bytes: 20,
      readSize: 200,
    });
  });
});
