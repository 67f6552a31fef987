import { Catalogue } from '../../../core/src/catalogue';
import { configure } from '../../../core/src/cli/launch/configure';
import { planJobs } from '../../../core/src/cli/launch/plan';
import { parseLaunch } from '../../../core/src/cli/launch/syntax';
import type { JobSpec } from '../../../core/src/rpc/job-spec';
import { ROOT } from '../../support/installation';

const catalogue = Catalogue.scan({ roots: [ROOT], folders: [] });

function jobs(text: string): readonly JobSpec[] {
  return planJobs(configure(parseLaunch(text.split(' ')), catalogue), catalogue, '/run/private', '*:2');
}

function job(text: string, name: string): JobSpec {
  const found = jobs(text).find(({ id }) => id === `/launch/${name}`);
  if (!found) throw new Error(`no job ${name}`);
  return found;
}

const OGG =
  'videotest-producer width=64 ! theora-encoder ! ogg-muxer audiotest-producer ! vorbis-encoder ! ogg-muxer0.';

describe('the jobs of a pipeline', () => {
  test('both ends of a feed share its secret and its socket in the private folder', () => {
    const specs = jobs(OGG);
    const encoder = specs.find(({ type }) => type === 'theora-encoder');
    const producer = specs.find(({ type }) => type === 'videotest-producer');
    const [eater] = encoder?.eaters ?? [];
    const [feeder] = producer?.feeders ?? [];
    expect(eater).toMatchObject({ eater: 'default', wants: '/launch/videotest-producer0:default' });
    expect(eater?.source).toMatchObject({ secret: feeder?.secret, path: feeder?.path });
    expect(feeder?.path).toMatch(/^\/run\/private\/[0-9a-f]+\.feed$/);
    expect(feeder?.port).toBeUndefined();
    expect(feeder?.secret).toMatch(/^[0-9a-f]{64}$/);
  });

  test('no two feeds share a secret, nor do two runs', () => {
    const secrets = [...jobs(OGG), ...jobs(OGG)].flatMap(({ feeders }) =>
      feeders.map(({ secret }) => secret),
    );
    expect(new Set(secrets).size).toBe(secrets.length);
  });

  test('an eater that takes several gets each under its own alias', () => {
    expect(job(OGG, 'ogg-muxer0').eaters.map(({ alias, wants }) => [alias, wants])).toEqual([
      ['default', '/launch/theora-encoder0:default'],
      ['default-1', '/launch/vorbis-encoder0:default'],
    ]);
  });

  test('values, package and a short life without this command', () => {
    const producer = job(OGG, 'videotest-producer0');
    expect(producer.properties).toEqual({ width: 64 });
    expect(producer.packageDir).toBe(catalogue.packageDir('videotest-producer'));
    expect(producer.orphanTimeout).toBeLessThanOrEqual(10);
  });

  test('components that follow a clock share one base time', () => {
    const times = jobs(OGG).flatMap(({ clock }) => (clock ? [clock.baseTime] : []));
    expect(times.length).toBeGreaterThan(1);
    expect(new Set(times).size).toBe(1);
  });

  test('a feeder of several is taken by its name', () => {
    const text =
      'loop-producer location=/a.ogg .audio ! vorbis-encoder loop-producer0.video ! theora-encoder';
    expect(job(text, 'vorbis-encoder0').eaters[0]?.wants).toBe('/launch/loop-producer0:audio');
    expect(job(text, 'theora-encoder0').eaters[0]?.wants).toBe('/launch/loop-producer0:video');
  });

  test.each([
    ['theora-encodr', 'component-type-unknown', 'did you mean theora-encoder?'],
    [
      'loop-producer location=/a.ogg ! theora-encoder',
      'launch-invalid',
      'name one of them, as loop-producer0.video',
    ],
    ['videotest-producer .vidio ! theora-encoder', 'launch-invalid', 'has no feeder "vidio"'],
    [
      'videotest-producer ! theora-encoder ! ogg-muxer ! http-streamer ! disk-consumer',
      'launch-invalid',
      'feeds nothing',
    ],
    ['videotest-producer ! audiotest-producer', 'launch-invalid', 'eats nothing'],
    ['videotest-producer ! vorbis-encoder', 'launch-invalid', 'cannot eat'],
    ['theora-encoder', 'launch-invalid', 'has no feed'],
    [
      'videotest-producer ! theora-encoder videotest-producer ! theora-encoder0.',
      'launch-invalid',
      'no free eater',
    ],
    ['videotest-producer ! theora-encoder0.', 'launch-invalid', 'no component "theora-encoder0"'],
    ['videotest-producer ! overlay-converter ! overlay-converter0.', 'launch-invalid', 'no free eater'],
  ])('%s is refused', (text, code, reason) => {
    expect(() => jobs(text)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(reason) }) as Error,
    );
  });
});
