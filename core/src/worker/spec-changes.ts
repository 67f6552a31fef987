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

/**
 * A spec with another value of a property; null takes the value away.
 * @param plug place of the plug whose property it is; that of the component when left out.
 */
export function withProperty(spec: JobSpec, name: string, value: unknown, plug?: number): JobSpec {
  if (plug === undefined) return { ...spec, properties: changed(spec.properties, name, value) };
  const plugs = spec.plugs.map((one, index) =>
    index === plug ? { ...one, properties: changed(one.properties, name, value) } : one,
  );
  return { ...spec, plugs };
}

function changed(properties: JobSpec['properties'], name: string, value: unknown): JobSpec['properties'] {
  const { [name]: _, ...others } = properties;
  return value === null ? others : { ...others, [name]: value };
}
