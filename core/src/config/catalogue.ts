import type { AnyComponentSpec, PropertySpecs } from '../plugin';

/** What the configuration has to know of a plug type. */
export interface PlugDeclaration {
  readonly type: string;
  /** Socket the plug fits into. */
  readonly socket: string;
  /** Media that an effect works on. */
  readonly caps?: string;
  readonly properties?: PropertySpecs;
}

/** The component and plug types that are installed, as far as the configuration needs them. */
export interface ConfigCatalogue {
  find(type: string): AnyComponentSpec | undefined;
  types(): readonly string[];
  findPlug?(type: string): PlugDeclaration | undefined;
  plugTypes?(): readonly string[];
  /** Why a type cannot be used although a package in reach lists it. */
  why?(type: string): string | undefined;
}
