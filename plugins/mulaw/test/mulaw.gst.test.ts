import { testSoundEncoder } from '../../../test/support/sound-encoder';
import mulaw from '../src';

testSoundEncoder({
  encoder: mulaw,
  caps: /^audio\/x-mulaw, .*rate=\(int\)8000, channels=\(int\)1|^audio\/x-mulaw, channels=\(int\)1, rate=\(int\)8000/,
  rate: 8000,
});
