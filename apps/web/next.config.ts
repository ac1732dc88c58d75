import { fileURLToPath } from 'node:url';
import type { NextConfig } from 'next';

const config: NextConfig = {
  output: 'standalone',
  outputFileTracingRoot: fileURLToPath(new URL('../..', import.meta.url)),
  transpilePackages: ['@raydeck/core', '@raydeck/db', '@raydeck/services', '@raydeck/telemetry'],
  // Native code, and what reads files beside itself.
  serverExternalPackages: [
    '@node-rs/argon2',
    'pg',
    '@prisma/client',
    '@prisma/adapter-pg',
    '@prisma/schema-engine-wasm',
    'pino',
  ],
  poweredByHeader: false,
  typescript: { ignoreBuildErrors: true },
};

export default config;
