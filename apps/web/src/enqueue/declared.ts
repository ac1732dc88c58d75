import type { CatalogueEntry } from '@raydeck/services';

/** What a profile's current version declares of a callable: plain data for the form. */
export type Declared = Pick<CatalogueEntry, 'callable' | 'doc' | 'owner' | 'parameters' | 'options'> & {
  profile: string;
  version: number;
};
