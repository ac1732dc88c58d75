import { delimiter } from 'node:path';
import type { RayPorts } from '../ports/ray-ports.ts';

export interface RayEnvironmentOptions {
  /** The environment to build on, already free of secrets: every job on the cluster can read it. */
  base: Record<string, string>;
  /** The `bin` folder of the Python environment, first in PATH: a job's `python` is Ray's own. */
  pythonBinDir: string;
  ports: RayPorts;
  token: string;
  /** Whether other nodes join the head. Ray then listens on all addresses of the machine, and only the token guards it. */
  hasNodes?: boolean;
  /** Where the head keeps its records over its own end; without it they end with it. */
  recordsFolder?: string | undefined;
}

export function rayEnvironment(options: RayEnvironmentOptions): Record<string, string> {
  const { base, pythonBinDir, ports, token, hasNodes = false, recordsFolder } = options;
  const inherited = Object.entries(base).filter(([name]) => !name.startsWith('RAY_'));
  return {
    ...Object.fromEntries(inherited),
    PATH: [pythonBinDir, base['PATH'] ?? '/usr/bin:/bin'].join(delimiter),
    RAY_AUTH_MODE: 'token',
    RAY_AUTH_TOKEN: token,
    RAY_USAGE_STATS_ENABLED: '0',
    // Despite its name this works everywhere: off means that Ray binds loopback and takes 127.0.0.1 for its address.
    RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER: hasNodes ? '1' : '0',
    // A head alone has nowhere to drain to: jobs at work end with it, and are retried.
    RAY_GRACEFUL_SHUTDOWN_DRAIN_TIMEOUT_S: '0',
    // A requirement that is not to be had is not to be had three times over: Raydeck has its own retries.
    RUNTIME_ENV_RETRY_TIMES: '1',
    AUTOSCALER_METRIC_PORT: String(ports.autoscalerMetrics),
    DASHBOARD_METRIC_PORT: String(ports.dashboardMetrics),
    ...(recordsFolder === undefined ? {} : { RAY_gcs_storage: 'rocksdb', RAY_gcs_storage_path: recordsFolder }),
  };
}
