import { fileURLToPath } from 'node:url';
import type { NextConfig } from 'next';

/** For every answer, also of the API and of static files; pages get their content security policy from the proxy. */
const headers = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=()',
  // Browsers heed it over https only.
  'Strict-Transport-Security': 'max-age=31536000',
};

const config: NextConfig = {
  // A server of its own with just the modules that it uses.
  output: 'standalone',
  outputFileTracingRoot: fileURLToPath(new URL('../..', import.meta.url)),
  transpilePackages: [
    '@raydeck/core',
    '@raydeck/db',
    '@raydeck/ray',
    '@raydeck/services',
    '@raydeck/storage',
    '@raydeck/telemetry',
  ],
  // Native code, and what reads files beside itself.
  serverExternalPackages: [
    '@node-rs/argon2',
    'pg',
    '@aws-sdk/client-s3',
    '@aws-sdk/lib-storage',
    '@prisma/client',
    '@prisma/adapter-pg',
    '@prisma/schema-engine-wasm',
    'prom-client',
    '@opentelemetry/api',
    '@opentelemetry/sdk-trace',
    '@opentelemetry/resources',
    '@opentelemetry/exporter-trace-otlp-http',
  ],
  poweredByHeader: false,
  // No page has pictures to scale; assemble.ts leaves the library for it out.
  images: { unoptimized: true },
  // `./raydeck check` looks at types; a build need not do it again.
  typescript: { ignoreBuildErrors: true },
  headers: async () => [
    { source: '/:path*', headers: Object.entries(headers).map(([key, value]) => ({ key, value })) },
    {
      source: '/api/:path*',
      headers: [{ key: 'Content-Security-Policy', value: "default-src 'none'; frame-ancestors 'none'" }],
    },
  ],
};

export default config;
