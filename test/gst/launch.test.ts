import { describe, expect, it } from '@jest/globals';
import type { PipelinePlan } from '../../core/src/gst/gst';
import { expandLaunch } from '../../core/src/gst/launch';

function plan(text: string, over: Partial<PipelinePlan> = {}): PipelinePlan {
  return { name: '/default/thing', text, eaters: [], feeders: [], taps: [], ...over };
}

const eater = (name: string) => ({ alias: name, eater: name });

describe('expandLaunch', () => {
  it('joins the only eater and the only feeder at the ends', () => {
    const { text, eaters, feeders } = expandLaunch(
      plan('theoraenc name=e', { eaters: [eater('default')], feeders: ['default'] }),
    );
    expect(text).toMatch(
      /^funnel name=eater0 ! .* ! theoraenc name=e ! capsfilter name=feeder0-caps ! valve name=feeder0-gate ! tee name=feeder0-raw .* feeder0-raw\. ! gdppay .* ! tee name=feeder0 /,
    );
    expect(eaters.get('default')).toBe('eater0');
    expect(feeders.get('default')).toBe('feeder0');
  });

  it('puts every placeholder where it stands, under generated names', () => {
    const { text, eaters, feeders, taps } = expandLaunch(
      plan('@eater:video-in@ ! tee name=t ! @feeder:out@ t. ! @tap:look@', {
        eaters: [eater('video-in')],
        feeders: ['out'],
        taps: ['look'],
      }),
    );
    expect([eaters.get('video-in'), feeders.get('out'), taps.get('look')]).toEqual([
      'eater0',
      'feeder0',
      'tap0',
    ]);
    expect(text).not.toContain('@');
    expect(text).not.toMatch(/video-in|look/);
    expect(text.indexOf('name=feeder0')).toBeLessThan(text.indexOf('name=tap0'));
  });

  it('gives an inlet a place of its own', () => {
    const { text, inlets } = expandLaunch(
      plan('oggmux ! @tap:muxed@ @inlet:stream@ ! @feeder:out@', {
        feeders: ['out'],
        taps: ['muxed'],
        inlets: ['stream'],
      }),
    );
    expect(inlets.get('stream')).toBe('inlet0');
    expect(text).toMatch(
      /funnel name=inlet0 ! identity name=inlet0-count \S+ ! capsfilter name=feeder0-caps/,
    );
    expect(() => expandLaunch(plan('@inlet:ghost@ ! fakesink', { inlets: ['real'] }))).toThrow(/inlet/);
  });

  it('leaves eaters with "into" out of the text', () => {
    const { text, eaters } = expandLaunch(
      plan('oggmux name=muxer', {
        eaters: [
          { alias: 'default', eater: 'default', into: 'muxer' },
          { alias: 'default-bis', eater: 'default', into: 'muxer' },
        ],
        feeders: ['default'],
      }),
    );
    expect(text).toMatch(
      /^oggmux name=muxer ! capsfilter name=feeder0-caps ! valve name=feeder0-gate ! tee name=feeder0-raw .* feeder0-raw\. ! gdppay/,
    );
    expect(eaters.size).toBe(0);
  });

  it('gives a declared eater without a connection a silent source', () => {
    const { text } = expandLaunch(plan('@eater:logo@ ! fakesink', { idle: ['logo'] }));
    expect(text).toContain('funnel name=eater0');
  });

  it('keeps an idle eater out of a text that does not name it', () => {
    expect(expandLaunch(plan('audiotestsrc ! fakesink', { idle: ['logo'] })).text).toBe(
      'audiotestsrc ! fakesink',
    );
  });

  it.each([
    ['@eater:ghost@ ! fakesink', {}, /@eater:ghost@.*there is no eater at all/],
    ['@feeder:ghost@', { feeders: ['a', 'b'] }, /@feeder:ghost@.*the feeders are: a, b/],
    ['@tap:ghost@', { taps: ['real'] }, /@tap:ghost@.*the taps are: real/],
    ['@eater:a@ ! @eater:a@', { eaters: [eater('a')] }, /@eater:a@.*twice/],
    ['fakesrc ! fakesink', { feeders: ['a', 'b'] }, /does not say where feeder a goes; write @feeder:a@/],
    ['fakesrc ! fakesink', { taps: ['look'] }, /does not say where tap look goes/],
    ['fakesrc @eater ! fakesink', {}, /an @ at "fakesrc @eater ! fakesi" that belongs to no placeholder/],
    ['@eater:1x@ ! fakesink', {}, /an @ at/],
    ['  ', {}, /template is empty/],
    [
      'a',
      {
        eaters: [
          { alias: 'x', eater: 'e' },
          { alias: 'y', eater: 'e' },
        ],
      },
      /eater e is connected to several/,
    ],
  ] satisfies [string, Partial<PipelinePlan>, RegExp][])('refuses %j', (text, over, complaint) => {
    expect(() => expandLaunch(plan(text, over))).toThrow(
      expect.objectContaining({
        code: 'pipeline-invalid',
        message: expect.stringMatching(complaint),
      }),
    );
  });
});
