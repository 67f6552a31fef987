import type { ComponentConfig, Flow, PlugConfig } from '../../model/planet';
import type { PropertySpecs, PropertyValues } from '../../plugin';
import type { ConfigCatalogue } from '../../config/catalogue';
import { hideSecrets, type GivenValues } from './secrets';

/** A plug as it is given and shown; shown without its secret values, whose names are in `secrets`. */
export interface PlugJson {
  readonly type: string;
  readonly feeder?: string | undefined;
  readonly properties?: GivenValues | undefined;
  readonly secrets?: readonly string[] | undefined;
}

/** A component as it is given and shown. Shown, everything is there but what was never set; given, a name and a type will do. */
export interface ComponentJson {
  readonly name: string;
  readonly type: string;
  readonly label?: string | undefined;
  readonly worker?: string | undefined;
  /** A feed without an alias is known by the name of its eater. */
  readonly eaters?:
    | Readonly<Record<string, readonly { readonly feed: string; readonly alias?: string | undefined }[]>>
    | undefined;
  readonly properties?: GivenValues | undefined;
  readonly plugs?: readonly PlugJson[] | undefined;
  readonly virtualFeeds?: Readonly<Record<string, string>> | undefined;
  readonly clockMaster?: boolean | undefined;
  /** Names of the secret values that are set. */
  readonly secrets?: readonly string[] | undefined;
  /** Given: the stored component of this flow whose secret values are kept, where that is not the one of this name. */
  readonly secretsFrom?: string | undefined;
}

/** A flow as it is given and shown. */
export interface FlowJson {
  readonly name: string;
  readonly components: readonly ComponentJson[];
}

/** Shows a flow without its secret values. */
export function shownFlow({ name, components }: Flow, types: ConfigCatalogue): FlowJson {
  return { name, components: components.map((config) => shownComponent(config, types)) };
}

/** Shows a component without its secret values. */
export function shownComponent(config: ComponentConfig, types: ConfigCatalogue): ComponentJson {
  const { place: _, eaters, properties, plugs, ...other } = config;
  const hidden = hideSecrets(types.find(config.type)?.properties ?? {}, properties);
  return {
    ...other,
    eaters: Object.fromEntries(
      Object.entries(eaters).map(([eater, links]) => [
        eater,
        links.map(({ feed, alias }) => ({ feed, alias })),
      ]),
    ),
    properties: hidden.values,
    plugs: plugs.map((plug) => plugJson(plug, types)),
    secrets: hidden.secrets,
  };
}

/** The same flow without its secret values. */
export function publicFlow({ name, components }: Flow, types: ConfigCatalogue): Flow {
  const shown = (specs: PropertySpecs | undefined, values: PropertyValues): PropertyValues =>
    hideSecrets(specs ?? {}, values).values;
  return {
    name,
    components: components.map((config) => ({
      ...config,
      properties: shown(types.find(config.type)?.properties, config.properties),
      plugs: config.plugs.map((plug) => ({
        ...plug,
        properties: shown(types.findPlug?.(plug.type)?.properties, plug.properties),
      })),
    })),
  };
}

function plugJson({ type, feeder, properties }: PlugConfig, types: ConfigCatalogue): PlugJson {
  const hidden = hideSecrets(types.findPlug?.(type)?.properties ?? {}, properties);
  return {
    type,
    ...(feeder === undefined ? {} : { feeder }),
    properties: hidden.values,
    secrets: hidden.secrets,
  };
}
