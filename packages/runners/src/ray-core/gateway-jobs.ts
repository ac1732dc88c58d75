import { createHash } from 'node:crypto';
import type { ProfileVersion } from '@raydeck/core';
import { type PackageContent, packageUri, type RayClient } from '@raydeck/ray';
import { type AttemptApiAccess, executionEnvironment } from '../execution-environment.ts';
import { loadProfilePackage } from '../load-profile-package.ts';
import { createPackageKeeper } from '../ray-job/package-keeper.ts';

export interface GatewayJobsOptions extends AttemptApiAccess {
  client: RayClient;
  pythonPackage: PackageContent;
  loadPackage: (hash: string) => Promise<Buffer>;
}

/** Gateways as Ray jobs, and the packages that their actors need. */
export interface GatewayJobs {
  /** Of our code and of what the gateway is told at its start: another one means another gateway. */
  readonly version: string;
  start(gatewayId: string, jobName: string, ticket: string): Promise<void>;
  ensurePackage(profile: ProfileVersion): Promise<void>;
}

/**
 * Hardly anything, and more than nothing: else Ray pins it to its head. Not of a CPU: with a thousandth of one gone, a node of two has
 * room for a single actor that asks for one.
 */
const memoryBytes = 1024 * 1024;

export function createGatewayJobs(options: GatewayJobsOptions): GatewayJobs {
  const { client, pythonPackage } = options;
  const packages = createPackageKeeper({ client, now: () => performance.now() });
  const { RAYDECK_TICKET: _, ...settings } = executionEnvironment({ ticket: '', profile: null }, options);
  return {
    version: createHash('sha256')
      .update(JSON.stringify([pythonPackage.hash, settings]))
      .digest('hex')
      .slice(0, 16),
    start: async (gatewayId, jobName, ticket) => {
      const { session } = await client.version();
      await packages.ensure(session, pythonPackage.hash, async () => pythonPackage.content);
      await client.submitJob({
        submission_id: jobName,
        entrypoint: 'exec python -m raydeck.gateway',
        runtime_env: {
          py_modules: [packageUri(pythonPackage.hash)],
          env_vars: executionEnvironment({ ticket, profile: null }, options),
        },
        metadata: { raydeck_gateway: gatewayId },
        entrypoint_num_cpus: 0,
        entrypoint_memory: memoryBytes,
      });
    },
    ensurePackage: async ({ source }) => {
      if (source.kind !== 'package') return;
      const { hash } = source;
      const { session } = await client.version();
      await packages.ensure(session, hash, () => loadProfilePackage(hash, () => options.loadPackage(hash)));
    },
  };
}
