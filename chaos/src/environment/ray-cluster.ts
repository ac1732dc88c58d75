import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Database } from '@raydeck/db';
import {
  chooseRayPorts,
  MARK_VARIABLE,
  type ProcessIdentity,
  rayFolder,
  type RayPorts,
  type RunningRayHead,
  startRayHead,
  stopProcessTree,
  withMachineLock,
} from '@raydeck/embedded';
import { createRayClient } from '@raydeck/ray';
import { startTcpProxy, type TcpProxy } from '../proxy/tcp-proxy.ts';

/** A Ray head of our own, behind a proxy, that can be killed and started again at the same address. */
export interface RayCluster {
  proxy: TcpProxy;
  /** Settings of a worker that uses it. */
  variables: Record<string, string>;
  /** Of the head's process. */
  identity(): ProcessIdentity;
  /**
   * Ends the head and all that runs on it without a word, and returns when a new one has run a job. It knows what the old one
   * knew, or nothing.
   */
  restart(options: { keepsRecords: boolean }): Promise<void>;
  /** All jobs of this installation that Ray lists. */
  jobs(db: Database): Promise<{ name: string; attemptId: string | null }[]>;
  close(): Promise<void>;
}

export async function startRayCluster(folder: string, python: string): Promise<RayCluster> {
  const key = createHash('sha256').update(folder).digest('hex').slice(0, 8);
  const token = randomBytes(32).toString('hex');
  const { PATH = '', HOME = '' } = process.env;
  const mark = `${process.env[MARK_VARIABLE] ?? 'chaos'}.head`;
  const recordsFolder = join(folder, 'ray-records');
  const launch = (ports: RayPorts): Promise<RunningRayHead> =>
    startRayHead({
      pythonBinDir: dirname(python),
      folder: rayFolder(key),
      ports,
      token,
      cpus: 4,
      logFile: join(folder, 'ray.log'),
      env: { PATH, HOME, LANG: 'C.UTF-8' },
      mark,
      recordsFolder,
    });
  emptyFolder(recordsFolder);
  const ports = await withMachineLock('ray', { holder: 'Another Raydeck that starts its ray' }, async () =>
    chooseRayPorts(Number.parseInt(key.slice(0, 6), 16)),
  );
  // A head whose agent is not up within fifteen seconds ends itself; whoever runs one starts it again.
  const launchSurely = async (): Promise<RunningRayHead> => {
    for (let more = 2; ; more -= 1) {
      try {
        return await launch(ports);
      } catch (error) {
        if (more === 0) throw error;
      }
    }
  };
  let head = await launchSurely();
  const proxy = await startTcpProxy({ host: '127.0.0.1', port: ports.dashboard });
  const address = `http://127.0.0.1:${proxy.port}`;
  return {
    proxy,
    variables: { RAY_ADDRESS: address, RAY_AUTH_TOKEN: token, RAY_ENTRYPOINT_NUM_CPUS: '0.01' },
    identity: () => head.identity,
    restart: async ({ keepsRecords }) => {
      await stopProcessTree({ root: head.identity, mark, graceMs: 0 });
      if (!keepsRecords) emptyFolder(recordsFolder);
      head = await launchSurely();
    },
    jobs: async (db) => {
      const client = createRayClient({ address, token });
      const { id } = await db.prisma.installation.findFirstOrThrow();
      const prefix = `rd-${id}-`;
      const names = (await client.listJobs()).flatMap(({ submissionId }) => submissionId ?? []);
      await client.close();
      return (
        names
          // A helper that only ends another job has a name of its own, and so has a gateway.
          .filter((name) => name.startsWith(prefix) && !/^(end|gateway)-/.test(name.slice(prefix.length)))
          .map((name) => ({ name, attemptId: /^[0-9a-f-]{36}/.exec(name.slice(prefix.length))?.[0] ?? null }))
      );
    },
    close: async () => {
      await head.stop();
      await proxy.close();
    },
  };
}

function emptyFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}
