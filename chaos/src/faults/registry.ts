import { attemptApiCut } from './attempt-api-cut.ts';
import { coreActorKill, coreGatewayFreeze, coreGatewayKill } from './core-gateway.ts';
import {
  databaseCut,
  databaseHalfOpen,
  databaseReset,
  databaseSlow,
  databaseStall,
  lateJudgements,
} from './database-network.ts';
import type { Fault } from './fault.ts';
import { listenerKill } from './listener-kill.ts';
import { postgresBackends } from './postgres-backends.ts';
import { postgresCrash } from './postgres-crash.ts';
import { rayDashboard, rayHead, rayHeadKept, raySubmit, raySupervisor } from './ray-cluster.ts';
import { userKill } from './user-kill.ts';
import { workerFreeze } from './worker-freeze.ts';
import { workerFreezeJudging } from './worker-freeze-judging.ts';
import { workerFreezeSilent } from './worker-freeze-silent.ts';
import { workerFreezeUnstarted } from './worker-freeze-unstarted.ts';
import { workerKill } from './worker-kill.ts';
import { workerRestart } from './worker-restart.ts';
import { workersDown } from './workers-down.ts';

/** All faults there are. */
const faults: readonly Fault[] = [
  workerKill,
  workerFreeze,
  workerFreezeUnstarted,
  workerFreezeSilent,
  workerFreezeJudging,
  workerRestart,
  workersDown,
  postgresCrash,
  postgresBackends,
  listenerKill,
  databaseReset,
  databaseHalfOpen,
  databaseStall,
  lateJudgements,
  databaseSlow,
  databaseCut,
  attemptApiCut,
  userKill,
  rayHead,
  rayHeadKept,
  rayDashboard,
  raySupervisor,
  raySubmit,
  coreActorKill,
  coreGatewayKill,
  coreGatewayFreeze,
];

/** Those of these names; all without names. Throws for one that does not exist. */
export function chooseFaults(names: readonly string[] | null, runners: readonly string[]): Fault[] {
  const usable = faults.filter((fault) => fault.runners?.some((runner) => runners.includes(runner)) ?? true);
  if (names === null) return usable;
  return names.map((name) => {
    const fault = usable.find(({ kind }) => kind === name);
    if (!fault) throw new Error(`There is no fault ${name}. There are: ${usable.map(({ kind }) => kind).join(', ')}.`);
    return fault;
  });
}
