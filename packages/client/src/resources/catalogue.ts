/** A parameter of a callable, as its type hints say it. */
export interface CatalogueParameter {
  name: string;
  kind: 'positional_only' | 'positional_or_keyword' | 'var_positional' | 'keyword_only' | 'var_keyword';
  required: boolean;
  default?: unknown;
  /** JSON Schema. */
  schema: Record<string, unknown>;
}

/** A callable that a profile's code offers. */
export interface CatalogueEntry {
  callable: string;
  kind: 'raydeck' | 'django';
  doc: string | null;
  owner: string | null;
  isAsync: boolean;
  parameters: CatalogueParameter[];
  /** JSON Schema. */
  returns: Record<string, unknown> | null;
  /** What its decorator says: queue, priority, maxAttempts, timeoutSeconds and the like. */
  options: Record<string, unknown>;
}

/** A callable to tell of; what is left out is none. */
export type NewCatalogueEntry = Pick<CatalogueEntry, 'callable' | 'kind' | 'parameters'> &
  Partial<Omit<CatalogueEntry, 'callable' | 'kind' | 'parameters'>>;

/** A callable with the profile version that offers it. */
export interface CatalogueItem extends CatalogueEntry {
  profile: string;
  version: number;
}
