import { getControl, getOverview, listClusters, listQueues, listWorkers, type OverviewRange } from '@raydeck/services';
import type { contextOf } from '../server/container.ts';
import { shareRead } from '../server/share-read.ts';

const sharedMs = 2_000;

/** All that the overview shows; people see the same of it, so that those who look at once share one read. */
export function readOverview(context: ReturnType<typeof contextOf>, range: OverviewRange) {
  return shareRead(`overview ${range}`, sharedMs, async () => {
    const [overview, workers, clusters, queues, control] = await Promise.all([
      getOverview(context, { range, now: new Date() }),
      listWorkers(context),
      listClusters(context),
      listQueues(context),
      getControl(context),
    ]);
    return { overview, workers, clusters, queues, control };
  });
}
