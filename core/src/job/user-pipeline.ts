import { FlumotionError } from '../errors';
import type { AnyComponentSpec } from '../plugin';
import type { JobSpec } from '../rpc/job-spec';

/** Most characters of a pipeline. */
const MAX_LENGTH = 10_000;
/** Names of the elements that feeds enter and leave by. */
const OWN = '(?:eater|feeder|tap|inlet|into)\\d+[\\w-]*';
const OWN_NAME = new RegExp(`\\bname\\s*=\\s*["']?(${OWN})`);
const OWN_REFERENCE = new RegExp(`(?:^|[\\s!("'])(${OWN})\\.`);
const QUOTED = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g;

/**
 * Judges the pipeline that a person has written for a component. Such text can do whatever the worker's user may do, so
 * the worker has to allow it; and it may not reach into the elements that feeds come and go by.
 * @throws FlumotionError `pipelines-forbidden`, or `pipeline-invalid` with what is wrong.
 */
export function judgeUserPipeline(component: AnyComponentSpec, job: JobSpec, text: string): void {
  if (job.allowPipelines !== true) throw FlumotionError.of('pipelines-forbidden', { component: job.id });
  const reason = problem(component, text);
  if (reason !== undefined) throw FlumotionError.of('pipeline-invalid', { component: job.id, reason });
}

function problem(component: AnyComponentSpec, text: string): string | undefined {
  if (text.trim() === '') return 'the text is empty';
  if (text.length > MAX_LENGTH) return `the text is longer than ${String(MAX_LENGTH)} characters`;
  const own = OWN_NAME.exec(text)?.[1] ?? OWN_REFERENCE.exec(text)?.[1];
  if (own !== undefined) return `the name ${own} is for the component's own elements; choose another`;
  const plain = text.replace(QUOTED, '""');
  if (/["']/.test(plain)) return 'a quotation mark has no partner';
  return brackets(plain) ?? strangers(component, text);
}

/** The text stands within brackets, which it may not close. */
function brackets(plain: string): string | undefined {
  let open = 0;
  for (const [bracket] of plain.matchAll(/[()]/g)) {
    open += bracket === '(' ? 1 : -1;
    if (open < 0) return 'a closing bracket has no partner';
  }
  return open > 0 ? 'an opening bracket has no partner' : undefined;
}

function strangers(component: AnyComponentSpec, text: string): string | undefined {
  const places = [
    ...Object.keys(component.eaters ?? {}).map((name) => `@eater:${name}@`),
    ...Object.keys(component.feeders ?? {}).map((name) => `@feeder:${name}@`),
  ];
  const rest = places.reduce((left, place) => left.replaceAll(place, ''), text);
  if (!rest.includes('@')) return undefined;
  return `an @ may only be part of ${places.join(' or ')}; in an address write %40`;
}
