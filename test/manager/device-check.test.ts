import { demandDevices, devicesOf } from '../../core/src/manager/device-check';
import type { PlanetComponent } from '../../core/src/manager/planet';
import type { WorkerSession } from '../../core/src/manager/worker-session';
import { defineComponent } from '../../core/src/plugin';
import { hasDevice } from '../../core/src/worker/devices';
import { keepingLogger } from '../support/feed-ends';

const definition = defineComponent({
  type: 'test-camera',
  kind: 'producer',
  description: 'For tests.',
  properties: {
    device: { type: 'string', device: true, default: '/dev/video0', description: 'Camera.' },
    title: { type: 'string', description: 'Not a device, whatever it says.' },
  },
  feeders: { default: { caps: 'video/x-raw' } },
  pipeline: 'videotestsrc',
});

function camera(properties: PlanetComponent['config']['properties'] = {}): PlanetComponent {
  const config = {
    name: 'cam',
    type: 'test-camera',
    worker: 'w',
    eaters: {},
    properties,
    plugs: [],
    virtualFeeds: {},
  };
  return { id: '/main/cam', flow: 'main', config, definition, spec: definition.spec, file: 'planet.xml' };
}

/** A worker that says which of the devices it lacks. */
function worker(answer: (devices: string[]) => Promise<{ missing: []; absent?: string[] }>): WorkerSession {
  const request = (_: unknown, { devices = [] }: { devices?: string[] }): unknown => answer(devices);
  return { facts: { name: 'w' }, link: { request } } as unknown as WorkerSession;
}

test('only device files of properties that name devices count, defaults too', () => {
  expect(devicesOf(camera({ title: '/dev/video7' }))).toEqual([
    {
      file: '/dev/video0',
      device: '/dev/video0',
      advice: 'connect it, or name another one as its property device',
    },
  ]);
  expect(devicesOf(camera({ device: 'hw:0' }))).toEqual([]);
});

test('a device that is needed counts by its files, unless a property does without it', async () => {
  const needs = {
    devices: [
      'a chair',
      { name: 'a card', files: '/dev/card/*', unless: ['source', 'test'] as const, advice: 'put one in' },
    ],
  };
  const needing = (source: string): PlanetComponent => {
    const one = camera({ device: 'hw:0', source });
    return {
      ...one,
      spec: { ...one.spec, needs, properties: { source: { type: 'string', description: 'Source.' } } },
    };
  };
  expect(devicesOf(needing('test'))).toEqual([]);
  expect(devicesOf(needing('card'))).toEqual([
    {
      file: '/dev/card/*',
      device: '/dev/card/* (a card)',
      advice: 'put one in, or set its property source to test',
    },
  ]);
  const { log } = keepingLogger();
  const lacks = worker((devices) => Promise.resolve({ missing: [], absent: devices }));
  await expect(demandDevices(lacks, needing('card'), log)).rejects.toMatchObject({
    message:
      'worker w has no device /dev/card/* (a card) for /main/cam; put one in, or set its property source to test',
  });
});

test('a worker without the device refuses the component; one that has it, or cannot be asked, does not', async () => {
  const { log, lines } = keepingLogger();
  const lacks = worker((devices) => Promise.resolve({ missing: [], absent: devices }));
  await expect(demandDevices(lacks, camera(), log)).rejects.toMatchObject({
    code: 'device-missing',
    message:
      'worker w has no device /dev/video0 for /main/cam; connect it, or name another one as its property device',
  });
  await demandDevices(
    worker(() => Promise.resolve({ missing: [], absent: [] })),
    camera(),
    log,
  );
  await demandDevices(
    worker(() => Promise.resolve({ missing: [] })),
    camera(),
    log,
  );
  await demandDevices(
    worker(() => Promise.reject(new Error('it is away'))),
    camera(),
    log,
  );
  expect(lines.join()).toContain('could not look for devices: it is away');
});

test.each([
  ['/dev/null', true],
  ['/dev/nobody-has-this', false],
  ['/etc/passwd', false],
  ['/dev/../etc/passwd', false],
  ['/dev', false],
  ['/dev/nul*', true],
  ['/dev/*', true],
  ['/dev/nobody-has-this/*', false],
  ['/dev/nobody-has-this*', false],
  ['/etc/pass*', false],
  ['/dev/../etc/*', false],
])('%s is a device here: %s', (path, there) => {
  expect(hasDevice(path)).toBe(there);
});
