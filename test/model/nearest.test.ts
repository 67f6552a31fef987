import { didYouMean, guidance, nearestName } from '../../core/src/model/nearest';

const known = ['theora-encoder', 'vorbis-encoder', 'http-streamer', 'port'];

describe('nearestName', () => {
  it.each([
    ['theora-encodre', 'theora-encoder'],
    ['Theora_Encoder', 'theora-encoder'],
    ['theora', 'theora-encoder'],
    ['htpp-streamer', 'http-streamer'],
    ['prot', 'port'],
  ])('finds %s → %s', (name, expected) => expect(nearestName(name, known)).toBe(expected));

  it.each(['jpeg', '', 'x'.repeat(10_000)])('finds nothing for %j', (name) =>
    expect(nearestName(name, known)).toBeUndefined(),
  );

  it('prefers the nearer one', () => expect(nearestName('abcd', ['abxx', 'abcx'])).toBe('abcx'));

  it('prefers a slip of letters to a word less', () =>
    expect(nearestName('top-lfet', ['top', 'top-left', 'top-right'])).toBe('top-left'));
});

describe('guidance', () => {
  it('asks, or lists what there is', () => {
    expect(didYouMean('prot', known)).toBe('; did you mean "port"?');
    expect(guidance('zzz', ['a', 'b'])).toBe('; it has a, b');
    expect(guidance('zzz', [])).toBe('; it has none');
  });
});
