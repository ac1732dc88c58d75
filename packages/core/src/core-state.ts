/** What a worker's runner ray_core has on its way, for metrics. */
export interface CoreState {
  /** Connected ones. */
  gateways: number;
  /** Waiting for room, handed to a gateway, known to run. */
  tasks: Readonly<Record<'queued' | 'handed' | 'running', number>>;
  /** Of the tasks that gateways have. */
  bytes: number;
  /** How often tasks waited because a gateway had as many bytes as may be under way. */
  creditWaits: number;
}
