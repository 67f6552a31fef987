import type { FeederLink, JobSpec } from '../rpc/job-spec';

/** Certificate and key, PEM. */
export type TlsPair = NonNullable<FeederLink['tls']>;

/** A spec by which the job opens TCP for a feeder from its start; encrypted when there is a certificate. */
export function withOpenPort(spec: JobSpec, feeder: string, port: number, tls?: TlsPair): JobSpec {
  const feeders = spec.feeders.map((link) => {
    if (link.feeder !== feeder) return link;
    const { tls: _, ...rest } = link;
    return { ...rest, port, encrypted: tls !== undefined, ...(tls ? { tls } : {}) };
  });
  return { ...spec, feeders };
}

/** A spec with another value of a property; null takes the value away. */
export function withProperty(spec: JobSpec, name: string, value: unknown): JobSpec {
  const { [name]: _, ...others } = spec.properties;
  return { ...spec, properties: value === null ? others : { ...others, [name]: value } };
}
