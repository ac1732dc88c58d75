import type { RayPorts } from '../ports/ray-ports.ts';

/** What a node offers to Ray. Logical: nobody checks that there is a GPU. */
export interface RayNodeOffer {
  cpus: number;
  gpus?: number;
  /** Left out, Ray offers what the machine has free. */
  memoryBytes?: number;
  /** Custom resources by name. */
  resources?: Record<string, number>;
  labels?: Record<string, string>;
}

export interface RayArgumentOptions {
  ports: RayPorts;
  ip: string;
  tempDir: string;
  offer: RayNodeOffer;
  objectStoreMemoryBytes: number;
}

export function rayHeadArguments(options: RayArgumentOptions): string[] {
  const { ports } = options;
  return [
    ...startArguments(options),
    '--head',
    '--include-dashboard=true',
    '--dashboard-host=127.0.0.1',
    `--dashboard-port=${ports.dashboard}`,
    `--port=${ports.gcs}`,
    `--ray-client-server-port=${ports.clientServer}`,
  ];
}

/** For a node that joins the head whose GCS listens at `gcsAddress`. */
export function rayNodeArguments(options: RayArgumentOptions & { gcsAddress: string; name: string }): string[] {
  return [...startArguments(options), `--address=${options.gcsAddress}`, `--node-name=${options.name}`];
}

/** `--block` keeps one process in front of all others: when Ray breaks it ends, and its end ends them. */
function startArguments({ ports, ip, tempDir, offer, objectStoreMemoryBytes }: RayArgumentOptions): string[] {
  return [
    'start',
    '--block',
    '--disable-usage-stats',
    '--log-style=record',
    '--log-color=false',
    `--node-ip-address=${ip}`,
    `--temp-dir=${tempDir}`,
    ...offerArguments(offer),
    `--object-store-memory=${objectStoreMemoryBytes}`,
    `--node-manager-port=${ports.nodeManager}`,
    `--object-manager-port=${ports.objectManager}`,
    `--dashboard-agent-listen-port=${ports.dashboardAgentHttp}`,
    `--dashboard-agent-grpc-port=${ports.dashboardAgentGrpc}`,
    `--runtime-env-agent-port=${ports.runtimeEnvAgent}`,
    `--metrics-export-port=${ports.metricsExport}`,
    `--min-worker-port=${ports.minWorker}`,
    `--max-worker-port=${ports.maxWorker}`,
  ];
}

function offerArguments({ cpus, gpus, memoryBytes, resources, labels }: RayNodeOffer): string[] {
  const pairs = Object.entries(labels ?? {}).map(([name, value]) => `${name}=${value}`);
  return [
    `--num-cpus=${cpus}`,
    ...(gpus === undefined ? [] : [`--num-gpus=${gpus}`]),
    ...(memoryBytes === undefined ? [] : [`--memory=${memoryBytes}`]),
    ...(resources === undefined ? [] : [`--resources=${JSON.stringify(resources)}`]),
    ...(pairs.length === 0 ? [] : [`--labels=${pairs.join(',')}`]),
  ];
}
