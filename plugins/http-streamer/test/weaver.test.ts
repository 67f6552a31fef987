import { makeTitle } from '../src/title';
import { Place, Weaver } from '../src/weaver';

const ONE = makeTitle('one');
const TWO = makeTitle('two');
const alphabet = Buffer.from('abcdefghijklmnopqrstuvwxyz');

/** Media and blocks of what a listener with metadata gets. */
function parts(bytes: Buffer, interval: number): { media: string; blocks: string[] } {
  let media = '';
  const blocks: string[] = [];
  for (let at = 0; at < bytes.length;) {
    media += bytes.toString('latin1', at, at + interval);
    at += interval;
    if (at >= bytes.length) break;
    const length = (bytes[at] ?? 0) * 16;
    blocks.push(bytes.toString('latin1', at + 1, at + 1 + length).replace(/\0+$/, ''));
    at += 1 + length;
  }
  return { media, blocks };
}

it.each([1, 2, 3, 5, 7, 26])('puts a block after every 5 bytes of pieces of %d', (size) => {
  const weaver = new Weaver();
  const place = new Place(5);
  const sent: Buffer[] = [];
  for (let at = 0; at < alphabet.length; at += size) {
    const piece = alphabet.subarray(at, at + size);
    const title = at < 14 ? ONE : TWO;
    sent.push(...(weaver.weave(piece, title, place) ?? [piece]));
  }
  const { media, blocks } = parts(Buffer.concat(sent), 5);
  expect(media).toBe(alphabet.toString());
  expect(blocks).toHaveLength(5);
  expect(blocks.filter((block) => block !== '')).toEqual(
    size === 26 ? ["StreamTitle='one';"] : ["StreamTitle='one';", "StreamTitle='two';"],
  );
  expect(blocks[0]).toBe("StreamTitle='one';");
  expect(place.left).toBe(4);
});

it('tells a title again only when it has changed, and the first one always', () => {
  const weaver = new Weaver();
  const place = new Place(2);
  const blocks = [ONE, ONE, TWO, TWO, ONE].map((title) => {
    const pieces = weaver.weave(Buffer.from('ab'), title, place);
    return pieces?.map((piece) => piece.toString()).join('|');
  });
  expect(blocks).toEqual([
    undefined,
    `${ONE.block.toString()}|ab`,
    `${TWO.block.toString()}|ab`,
    '\0|ab',
    `${ONE.block.toString()}|ab`,
  ]);
});

it('copies no media, and gives listeners at the same place the same pieces', () => {
  const weaver = new Weaver();
  const [a, b, other] = [new Place(10), new Place(10), new Place(7)];
  const pieces = weaver.weave(alphabet, ONE, a);
  expect(weaver.weave(alphabet, ONE, b)).toBe(pieces);
  expect(weaver.weave(alphabet, ONE, other)).not.toBe(pieces);
  expect(
    pieces?.every((piece) => piece.buffer === alphabet.buffer || piece === ONE.block || piece.length === 1),
  ).toBe(true);
  const told = new Place(10);
  told.told = ONE;
  expect(weaver.weave(alphabet, ONE, told)).not.toBe(pieces);
  const next = Buffer.from(alphabet);
  expect(weaver.weave(next, ONE, new Place(10))?.[0]?.buffer).toBe(next.buffer);
});

it('gives media as it is where no block is due', () => {
  const place = new Place(26);
  expect(new Weaver().weave(alphabet, ONE, place)).toBeUndefined();
  expect(place.left).toBe(0);
});
