import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this repository. */
export const checkoutDir = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

/** What every stack of this checkout shares because it can be made again: Node, Python environments, the built console. */
export const cacheDir = join(checkoutDir, '.raydeck');
