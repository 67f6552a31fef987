/**
 * Encodes raw sound as mu-law (G.711), the sound of telephones.
 * @module
 */
import { defineComponent } from '@flumotion/core/plugin';

export default defineComponent({
  type: 'mulaw-encoder',
  kind: 'encoder',
  description: 'Encodes raw sound as mu-law (G.711), the sound of telephones.',
  eaters: { default: { caps: 'audio/x-raw', description: 'Raw sound.' } },
  feeders: { default: { caps: 'audio/x-mulaw', description: 'mu-law sound, 8000 Hz, one channel.' } },
  wizard: { step: 'audio-encoder', label: 'mu-law', rank: 10 },
  pipeline: 'audioresample ! audioconvert ! audio/x-raw,rate=8000,channels=1 ! mulawenc',
});
