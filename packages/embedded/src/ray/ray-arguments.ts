import type { RayPorts } from '../ports/ray-ports.ts';

export interface RayArgumentOptions {
  ports: RayPorts;
  tempDir: string;
  cpus: number;
  objectStoreMemoryBytes: number;
}

/** `--block` keeps one process in front of all others: when Ray breaks it ends, and its end ends them. */
export function rayArguments({ ports, tempDir, cpus, objectStoreMemoryBytes }: RayArgumentOptions): string[] {
  return [
    'start',
    '--head',
    '--block',
    '--disable-usage-stats',
    '--log-style=record',
    '--log-color=false',
    '--include-dashboard=true',
    '--node-ip-address=127.0.0.1',
    '--dashboard-host=127.0.0.1',
    `--temp-dir=${tempDir}`,
    `--num-cpus=${cpus}`,
    `--object-store-memory=${objectStoreMemoryBytes}`,
    `--port=${ports.gcs}`,
    `--node-manager-port=${ports.nodeManager}`,
    `--object-manager-port=${ports.objectManager}`,
    `--dashboard-port=${ports.dashboard}`,
    `--dashboard-agent-listen-port=${ports.dashboardAgentHttp}`,
    `--dashboard-agent-grpc-port=${ports.dashboardAgentGrpc}`,
    `--runtime-env-agent-port=${ports.runtimeEnvAgent}`,
    `--ray-client-server-port=${ports.clientServer}`,
    `--metrics-export-port=${ports.metricsExport}`,
    `--min-worker-port=${ports.minWorker}`,
    `--max-worker-port=${ports.maxWorker}`,
  ];
}
