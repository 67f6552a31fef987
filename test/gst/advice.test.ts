import { describe, expect, it } from '@jest/globals';
import { advise } from '../../core/src/gst/advice';
import { installAdvice, packageOf } from '../../core/src/gst/elements';

const error = (domain: string, code: number, text: string, debug = '') => ({
  source: 'source',
  domain: `gst-${domain}-error-quark`,
  code,
  text,
  debug,
});

describe('advise', () => {
  it.each([
    [error('resource', 3, 'Could not open dv1394 device', 'No such file or directory'), 'no-camera'],
    [error('resource', 3, 'Cannot identify device "/dev/video9".'), 'not-found'],
    [error('resource', 4, 'Device "/dev/video0" is busy'), 'device-busy'],
    [
      error(
        'resource',
        5,
        'Could not open audio device. Device is being used by another application.',
        'Device or resource busy',
      ),
      'device-busy',
    ],
    [error('resource', 5, 'Could not open file', 'Permission denied'), 'no-permission'],
    [error('resource', 10, 'Error while writing', 'No space left on device'), 'disk-full'],
    [error('resource', 14, 'No space'), 'disk-full'],
    [error('resource', 6, 'Could not open file "/x/y" for writing.'), 'open-failed'],
    [error('resource', 9, 'Error reading from device'), 'device-lost'],
    [
      error('stream', 1, 'Internal data stream error.', 'streaming stopped, reason not-negotiated (-4)'),
      'not-negotiated',
    ],
    [error('stream', 6, 'Your GStreamer installation is missing a plug-in.'), 'codec-missing'],
    [error('core', 12, 'No element "x264enc" found'), 'codec-missing'],
    [error('stream', 7, 'Could not decode stream.'), 'decode-failed'],
    [error('core', 13, 'clock'), 'clock-problem'],
  ])('%j is %s', (what, id) => {
    const advice = advise(what);
    expect(advice.id).toBe(id);
    expect(advice.advice).toBeTruthy();
    expect(advice.text).not.toMatch(/[{}]/);
    expect(advice.debug).toContain(what.text);
  });

  it('names the package of an absent element', () => {
    expect(advise(error('core', 12, 'no element "x264enc"')).advice).toMatch(/gstreamer1\.0-plugins-ugly$/);
  });

  it('has an answer for what nobody foresaw', () => {
    const advice = advise(error('moon', 99, 'The moon is full.'));
    expect(advice).toMatchObject({ id: 'pipeline-error', text: 'source: The moon is full.' });
    expect(advice.advice).toBeTruthy();
  });
});

describe('packageOf', () => {
  it.each([
    ['theoraenc', 'gstreamer1.0-plugins-base'],
    ['gdppay', 'gstreamer1.0-plugins-bad'],
    ['dv1394src', 'gstreamer1.0-plugins-good'],
    ['x264enc', 'gstreamer1.0-plugins-ugly'],
    ['avdec_dvvideo', 'gstreamer1.0-libav'],
    ['alsasrc', 'gstreamer1.0-alsa'],
    ['vah264enc', 'gstreamer1.0-plugins-bad'],
    ['vaapih265enc', 'gstreamer1.0-vaapi'],
    ['v4l2h264enc', 'gstreamer1.0-plugins-good'],
    ['pulsesrc', 'gstreamer1.0-plugins-good'],
    ['textoverlay', 'gstreamer1.0-x'],
    ['funnel', 'libgstreamer1.0-0'],
  ])('%s is in %s', (factory, name) => {
    expect(packageOf(factory)).toBe(name);
    expect(installAdvice(factory)).toBe(`install it with: sudo apt-get install ${name}`);
  });

  it('admits what it does not know', () => {
    expect(packageOf('warpdrive')).toBeUndefined();
    expect(installAdvice('warpdrive')).toMatch(/apt-cache search/);
  });
});
