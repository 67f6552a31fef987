import { errorText, FlumotionError } from '../errors';
import { installAdvice } from './elements';
import type { MediaInfo } from '../plugin';
import type { Gst, Pipeline, PipelinePlan } from './gst';
import { MediaProbe } from './media-probe';
import { gstNamespace, type GstNamespace, type GstPipeline } from './node-gtk';
import { GstreamerPipeline } from './pipeline';

const NO_ELEMENT = /no element "([^"]+)"/;

/** GStreamer through node-gtk. Loads it on construction. */
export class Gstreamer implements Gst {
  private readonly gst: GstNamespace = gstNamespace();
  private prober: MediaProbe | undefined;

  build(plan: PipelinePlan): Pipeline {
    return new GstreamerPipeline(this.gst, plan, (text) => this.parse(plan.name, text));
  }

  hasElement(factory: string): boolean {
    return this.gst.ElementFactory.find(factory) !== null;
  }

  version(): string {
    return this.gst.versionString();
  }

  probe(location: string): Promise<MediaInfo> {
    this.prober ??= new MediaProbe(this.gst, (text) => this.parse('probe', text));
    return this.prober.probe(location);
  }

  private parse(component: string, text: string): GstPipeline {
    try {
      // The brackets make it a pipeline even when the text has only one element.
      const parsed = this.gst.parseLaunch(`pipeline. ( ${text} )`);
      return parsed as GstPipeline;
    } catch (error) {
      const element = NO_ELEMENT.exec(errorText(error))?.[1];
      if (element !== undefined) {
        throw FlumotionError.of(
          'element-missing',
          { element, advice: installAdvice(element) },
          { cause: error },
        );
      }
      throw FlumotionError.of('pipeline-invalid', { component, reason: errorText(error) }, { cause: error });
    }
  }
}
