import type { Editing, Edited } from '../planet-editor';
import type { GivenFlow } from '../edit/proposals';
import type { FlowJson } from '../edit/flow-json';
import type { Asked, Reply } from './operation';

/** Errors that every change of a flow or component can have. */
export const EDITING = [
  'change-refused',
  'changed-meanwhile',
  'file-edited',
  'file-unreadable',
  'planet-invalid',
  'file-unwritable',
] as const;

/** Who asks for a change, and which state is meant. */
export function editingOf({
  caller,
  request,
}: Pick<Asked<unknown, unknown, unknown>, 'caller' | 'request'>): Editing {
  return { by: caller.user, ifMatch: request.headers['if-match'] };
}

/** The flow of a body, which is JSON or XML. */
export function givenFlow({
  body,
  text,
}: {
  readonly body: FlowJson | undefined;
  readonly text: string | undefined;
}): GivenFlow {
  return text === undefined ? { json: body ?? { name: '', components: [] } } : { xml: text };
}

/** Answers with what was changed; its new tag goes into the header. */
export function answerEdited<T extends object>(
  { value, etag, warnings }: Edited<T>,
  reply: Reply,
): T & { warnings: readonly string[] } {
  reply.header('ETag', etag);
  return { ...value, warnings };
}
