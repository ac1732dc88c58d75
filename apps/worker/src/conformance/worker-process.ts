import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Database } from '@raydeck/db';
import { until } from '@raydeck/testing';

/** A worker in a process of its own, as in production: it can be killed. */
export interface WorkerProcess {
  workerId: string;
  /** Sends the signal and returns when the process is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

/** Starts it, and returns once it has registered under the name. */
export async function startWorkerProcess(
  db: Database,
  name: string,
  variables: Record<string, string>,
): Promise<WorkerProcess> {
  const child = spawn(process.execPath, [main], { env: { ...variables, WORKER_NAME: name }, stdio: 'ignore' });
  const exit = once(child, 'exit');
  const worker = await until(`worker ${name} to register`, () => {
    if (child.exitCode !== null) throw new Error(`Worker ${name} ended at once, with ${child.exitCode}.`);
    return db.prisma.worker.findFirst({ where: { name, pid: child.pid ?? 0 } });
  });
  return {
    workerId: worker.id,
    end: async (signal) => {
      child.kill(signal);
      await exit;
    },
  };
}
