import { writeFileSync } from 'node:fs';
import { configSchema } from './src/config/config-schema.ts';

const file = new URL('../../docs/raydeck.config.schema.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(configSchema(), undefined, 2)}\n`);
