import type { LineTrouble, PipelineError } from '@flumotion/core/plugin';

/** Words for what broke the way in or out; undefined when the core knows as much. */
export function explain(where: string, error: PipelineError): LineTrouble | undefined {
  const said = `${error.text}\n${error.debug}`;
  if (/address already in use/i.test(said)) {
    return {
      level: 'error',
      text: `the UDP port of ${where} is used by another program`,
      advice: 'End the other program, or choose another port; the component goes on by itself.',
    };
  }
  if (/cannot assign requested address/i.test(said)) {
    return {
      level: 'error',
      text: `the address of ${where} is none of this machine`,
      advice: 'Set address to one of the machine or to a multicast group, or leave it out for all.',
    };
  }
  if (/permission denied/i.test(said)) {
    return {
      level: 'error',
      text: `the worker may not use ${where}`,
      advice: 'Ports below 1024 and broadcast addresses need rights of their own; choose another.',
    };
  }
  const sending = /error sending[^:]*: ?(.*)/is.exec(error.debug)?.[1];
  if (/error sending/i.test(said)) {
    return {
      level: 'warning',
      text: `nothing can be sent to ${where}: ${sending ?? 'the system refuses'}`,
      advice: 'Check the network of the machine, its routes and the property interface.',
    };
  }
  return undefined;
}
