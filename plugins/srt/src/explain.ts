import type { LineTrouble, PipelineError } from '@flumotion/core/plugin';

/** Words for what broke the connection to a peer; undefined when the core knows as much. */
export function explain(peer: string, error: PipelineError): LineTrouble | undefined {
  const said = `${error.text}\n${error.debug}`;
  if (/failed to authenticate/i.test(said)) {
    return {
      level: 'error',
      text: `${peer} does not accept the passphrase`,
      advice:
        'Set the same passphrase at both ends, or none at both; the component goes on by itself once they agree.',
    };
  }
  if (/cannot bind|address already in use|bad parameters/i.test(said)) {
    return {
      level: 'error',
      text: `the port of ${peer} cannot be listened on`,
      advice: 'Another program may use it: end that, or choose another port; check the address in host.',
    };
  }
  if (/connection timeout|timed out/i.test(said)) {
    return {
      level: 'warning',
      text: `${peer} does not answer`,
      advice: 'Check host and port, that the other end listens, and that UDP gets through.',
    };
  }
  if (/broken or closed|connection (was|does not)/i.test(said)) {
    return { level: 'warning', text: `the connection to ${peer} broke` };
  }
  return undefined;
}
