import { FlumotionError } from '../errors';
import type { InputPad } from '../plugin';
import { makeChain, readChain } from './chain';
import { FunnelEater } from './eater-source';
import { GstPipelineElement } from './element';
import { installAdvice } from './elements';
import { EATER_FORM } from './launch';
import type { GstElement, GstNamespace, GstPad, GstPipeline } from './node-gtk';
import { parserFor } from './parsers';

/** An eater outside the template. */
export interface IntoEater {
  /** Name for its elements. */
  readonly name: string;
  readonly alias: string;
  /** Element whose request pad takes the feed. */
  readonly into: GstElement;
  /** Full id of the component, for complaints. */
  readonly component: string;
  /** The decoder's settings are repeated before each keyframe. */
  readonly repeatSettings: boolean;
  /** Text of a chain that the feed goes through first. */
  readonly through: string | undefined;
  /** Called with the pad before media come. */
  readonly joined: ((alias: string, pad: InputPad) => void) | undefined;
  /** Takes what is on the bus by now. */
  readonly hear: () => void;
}

/**
 * Makes an eater outside the template. The pad it goes to is asked for when the first feed has told its caps: muxers
 * have a kind of pad for each kind of media.
 * @throws FlumotionError `element-missing`; when the feed comes, `pipeline-invalid` if `into` cannot take its media.
 */
export function makeEaterInto(gst: GstNamespace, pipeline: GstPipeline, eater: IntoEater): FunnelEater {
  const made = EATER_FORM.map((part) => {
    const element = gst.ElementFactory.make(part.factory, `${eater.name}${part.suffix}`);
    if (!element) {
      const advice = installAdvice(part.factory);
      throw FlumotionError.of('element-missing', { element: part.factory, advice });
    }
    for (const setting of part.set.split(' ').filter(Boolean)) {
      const [property = '', value = ''] = setting.split('=');
      gst.utilSetObjectArg(element, property, value);
    }
    pipeline.add(element);
    return element;
  });
  const [funnel, count, queue] = made as [GstElement, GstElement, GstElement];
  join(funnel.getStaticPad('src'), count.getStaticPad('sink'), eater);
  join(count.getStaticPad('src'), queue.getStaticPad('sink'), eater);
  // The names of its elements say whose they are; an alias is free text, which a name may be and launch text not.
  const chain =
    eater.through === undefined
      ? []
      : makeChain(gst, readChain(eater.through), ({ name }, index) =>
          name === undefined ? `${eater.name}-through${String(index)}` : `${name}:${eater.alias}`,
        );
  for (const element of chain) pipeline.add(element);
  for (const [index, element] of chain.slice(1).entries()) {
    join((chain[index] as GstElement).getStaticPad('src'), element.getStaticPad('sink'), eater);
  }
  let joined = false;
  return new FunnelEater(gst, pipeline, funnel, count, eater.hear, (caps) => {
    if (joined) return;
    const output = queue.getStaticPad('src');
    const parser = parserFor(gst, caps, `${eater.name}-parser`, eater.repeatSettings);
    if (parser) {
      pipeline.add(parser);
      join(output, parser.getStaticPad('sink'), eater);
      made.push(parser);
    }
    if (chain[0]) {
      join((parser ?? queue).getStaticPad('src'), chain[0].getStaticPad('sink'), eater);
      made.push(...chain);
    }
    // Behind these the caps are not those of the feed; what they can make of them is for them and the muxer to find out.
    const end = chain.at(-1) ?? parser;
    const last = end ? end.getStaticPad('src') : output;
    const media = caps === undefined || end ? null : gst.Caps.fromString(caps);
    const pad = last ? eater.into.getCompatiblePad(last, media) : null;
    if (!pad) {
      const kind = caps?.split(',')[0] ?? 'unknown media';
      throw invalid(eater, `${eater.into.name} takes no feed of ${kind} (eater ${eater.alias})`);
    }
    join(last, pad, eater);
    // The properties of a pad are reached like those of an element.
    eater.joined?.(eater.alias, new GstPipelineElement(gst, pad as unknown as GstElement));
    for (const element of [...made].reverse()) element.syncStateWithParent();
    joined = true;
  });
}

function join(output: GstPad | null, input: GstPad | null, eater: IntoEater): void {
  if (!output || !input || output.link(input) !== 0) throw invalid(eater, `${eater.alias} cannot be linked`);
}

function invalid(eater: IntoEater, reason: string): FlumotionError {
  return FlumotionError.of('pipeline-invalid', { component: eater.component, reason });
}
