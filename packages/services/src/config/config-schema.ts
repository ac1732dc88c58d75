import { z } from 'zod';
import { RaydeckConfig } from './config-file.ts';

/** The file's JSON Schema, for editors. What JSON Schema cannot say is left to `./raydeck config --dry-run`. */
export function configSchema(): unknown {
  const schema = z.toJSONSchema(RaydeckConfig, { io: 'input', reused: 'inline' });
  return JSON.parse(JSON.stringify(schema));
}
