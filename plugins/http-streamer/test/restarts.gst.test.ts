import { restartsCleanly } from '../../../test/support/restarts';
import components from '../src';

const SOUND = 'audiotestsrc is-live=true ! audio/x-raw,rate=44100,channels=1 ! lamemp3enc';

test.each([components].flat().map((component) => [component.spec.type, component] as const))(
  '%s starts and stops without a trace',
  async (_type, component) => {
    await restartsCleanly(
      component,
      { properties: { port: 0, interface: '127.0.0.1' }, inputs: { default: SOUND } },
      ({ lines }) => lines.some((line) => line.includes('serving audio/mpeg')),
    );
  },
);
