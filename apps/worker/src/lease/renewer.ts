import { parentPort, workerData } from 'node:worker_threads';
import { z } from 'zod';
import { createRenewal } from './renewal.ts';
import { leaseMemory } from './lease-memory.ts';
import { RenewerData, RenewerOrder, type RenewerWord } from './renewer-words.ts';

// The thread that renews the lease, so that whatever keeps the main thread busy cannot make others take its attempts away.

const data = RenewerData.parse(workerData);
const tell = (word: RenewerWord): void => parentPort?.postMessage(word);
const renewal = createRenewal({ ...data, memory: leaseMemory(data.buffer), tell });
parentPort?.on('message', (message: unknown) => renewal.follow(z.parse(RenewerOrder, message)));
tell({ say: 'ready' });
