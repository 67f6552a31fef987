import { gstControllerNamespace, type GstElement, type GstTimedValueControlSource } from './node-gtk';

/** Ends the sound of a clip at a sample: demuxers end it at a packet, some of them at an early one. */
export class SoundCut {
  private readonly steps: GstTimedValueControlSource;

  /** @param volume the `volume` element that the clip's sound goes through. */
  constructor(private readonly volume: GstElement) {
    const { InterpolationControlSource, InterpolationMode, DirectControlBinding } = gstControllerNamespace();
    this.steps = new InterpolationControlSource();
    this.steps.mode = InterpolationMode.NONE;
    volume.addControlBinding(DirectControlBinding.newAbsolute(volume, 'volume', this.steps));
    this.set(undefined);
  }

  /** @param time nanoseconds into the file from which there is silence; never when undefined. */
  set(time: bigint | undefined): void {
    this.volume.setControlBindingDisabled('volume', time === undefined);
    this.steps.unsetAll();
    this.steps.set(0n, 1);
    if (time === undefined) this.volume['volume'] = 1;
    else this.steps.set(time, 0);
  }
}
