import { type CoreState, type ExecutionRef, type Observation, RaydeckError, type Runner } from '@raydeck/core';
import { type CoreEntry, countByStage, gatewayEnded, newEntry } from './core-entry.ts';
import { createGatewayLink, type GatewayLink, type GatewaySocket } from './gateway-link.ts';
import type { GatewayActor, GatewayMessage, GatewayReport } from './gateway-message.ts';
import { leastLoaded } from './least-loaded.ts';
import { begunElsewhere, prepareFrame } from './prepare-frame.ts';
import type { CoreOutcome, KnownGateway, RayCoreRunnerOptions } from './ray-core-runner-options.ts';

export interface RayCoreRunner extends Runner {
  /** Takes a connection over; returns what hears its messages and its end. */
  connect(socket: GatewaySocket): { message(text: string): void; closed(): void };
  /** Outcomes that are committed. */
  acknowledge(attemptIds: readonly string[]): void;
  /** Says which gateways may still run something; what was handed to another one is over. */
  tellGateways(open: readonly KnownGateway[]): void;
  /** For metrics: what is on its way. */
  state(): CoreState;
  /** The lease is over: hangs up, and forgets all. */
  forgetAll(): void;
}

/** One frame; and what may be under way to the gateway and not over. */
const largestFrame = 250;
const windowBytes = 32 * 1024 * 1024;

/**
 * Executes attempts in actors by way of a gateway, which is the gate: what it refuses or does not hold never starts. Bytes under way are
 * bounded; what does not fit waits here, by id. docs/decisions/0021 says who may judge what.
 */
export function createRayCoreRunner(options: RayCoreRunnerOptions): RayCoreRunner {
  const entries = new Map<string, CoreEntry>();
  const queue: CoreEntry[] = [];
  const lanesTold = new WeakMap<GatewayLink, Set<string>>();
  const links = new Map<string, GatewayLink>();
  let draining = new Set<string>();
  let sentBytes = 0;
  let creditWaits = 0;
  let isPumping = false;

  const linkTo = (gatewayId: string | null): GatewayLink | null => {
    const found = gatewayId === null ? undefined : links.get(gatewayId);
    return found?.isReady ? found : null;
  };

  const takesTasks = (link: GatewayLink): boolean => link.isReady && !draining.has(link.gatewayId);

  const isReady = (): boolean => [...links.values()].some(takesTasks);

  /** Where the next frame goes: of several gateways to the one that has the least of ours. */
  const nextLink = (): GatewayLink | null => {
    const ready = [...links.values()].filter(takesTasks);
    return ready.length < 2 ? (ready[0] ?? null) : leastLoaded(ready, entries.values());
  };

  const isQueued = (entry: CoreEntry): boolean => entry.stage === 'queued' && entries.get(entry.attemptId) === entry;

  const drop = (attemptId: string): void => {
    const entry = entries.get(attemptId);
    if (entry) sentBytes -= entry.sizeBytes;
    entries.delete(attemptId);
  };

  const requeue = (entry: CoreEntry): void => {
    sentBytes -= entry.sizeBytes;
    Object.assign(entry, { stage: 'queued', gatewayId: null, sizeBytes: 0 });
    queue.push(entry);
  };

  const end = (entry: CoreEntry, seen: Observation): void => {
    entry.stage = 'over';
    entry.seen = seen;
    entry.accept();
    options.onOver(entry.attemptId);
  };

  const refuse = (entry: CoreEntry, error: unknown): void => {
    drop(entry.attemptId);
    entry.refuse(error);
  };

  /**
   * What another worker may have handed over, or this one before it lost its lease: the gateways know, once they hear the dead no more.
   * Returns what none of them holds, or ever will. Throws UNAVAILABLE when one of them cannot be asked.
   */
  const adopt = async (ids: readonly string[]): Promise<Set<string>> => {
    const fence = await options.deadWorkers();
    const open = await options.openGateways();
    let absent = new Set(ids);
    for (const { gatewayId } of open.filter(({ isStarted }) => isStarted)) {
      const to = linkTo(gatewayId);
      if (!to) throw new RaydeckError('UNAVAILABLE', `The gateway ${gatewayId} cannot be asked now.`);
      const answer = await to.adopt(ids, fence);
      for (const attemptId of answer.waiting) own(attemptId, gatewayId, false);
      for (const attemptId of answer.started) own(attemptId, gatewayId, true);
      absent = new Set(answer.absent.filter((id) => absent.has(id)));
    }
    return absent;
  };

  const own = (attemptId: string, gatewayId: string, isStarted: boolean): void => {
    const entry = entries.get(attemptId) ?? newEntry(attemptId, null);
    entries.set(attemptId, entry);
    if (entry.stage === 'over') return;
    Object.assign(entry, { stage: 'sent', gatewayId, isStarted });
    entry.accept();
  };

  /** Nobody here knows whether it has begun: no gateway that is there holds it, and it is judged by those that are not any more. */
  const withdrawUnknown = async (attemptId: string): Promise<boolean> => {
    const absent = await adopt([attemptId]).catch(() => new Set<string>());
    if (!absent.has(attemptId)) return false;
    if ((await options.doubtful([attemptId])).length === 0) {
      entries.get(attemptId)?.accept();
      drop(attemptId);
      return true;
    }
    const entry = entries.get(attemptId) ?? newEntry(attemptId, null);
    entries.set(attemptId, entry);
    end(entry, begunElsewhere);
    return false;
  };

  const settleOld = async (batch: readonly CoreEntry[]): Promise<CoreEntry[]> => {
    const old = batch.filter(({ charge }) => charge?.isFresh !== true);
    if (old.length === 0) return [...batch];
    const absent = await adopt(old.map(({ attemptId }) => attemptId));
    return batch.filter((entry) => entry.charge?.isFresh === true || absent.has(entry.attemptId));
  };

  const sendBatch = async (to: GatewayLink, batch: readonly CoreEntry[]): Promise<void> => {
    const toSend = await settleOld(batch);
    const told = lanesTold.get(to) ?? new Set<string>();
    lanesTold.set(to, told);
    const { tasks, lanes, moved, doubtful, refused } = await prepareFrame(toSend, told, options);
    for (const entry of moved) {
      drop(entry.attemptId);
      entry.accept();
    }
    for (const entry of doubtful) end(entry, begunElsewhere);
    for (const { entry, error } of refused) refuse(entry, error);
    // From here to the send nothing waits: either the bytes are the connection's, or the entries are still ours. What was taken back
    // while the others were prepared is not among them.
    const sent = tasks.filter(({ entry }) => isQueued(entry));
    if (sent.length === 0) return;
    if (linkTo(to.gatewayId) !== to) throw new RaydeckError('UNAVAILABLE', 'The gateway is gone.');
    for (const key of Object.keys(lanes)) told.add(key);
    for (const { entry, sizeBytes } of sent) {
      Object.assign(entry, { stage: 'sent', gatewayId: to.gatewayId, sizeBytes });
      sentBytes += sizeBytes;
      if (entry.charge) entry.charge.claimed = null;
    }
    const priorities = sent.map(({ priority }) => priority);
    to.say({ t: 'tasks', lanes, tasks: sent.map(({ task }) => task), priorities });
    for (const { entry } of sent) entry.accept();
  };

  const pump = async (): Promise<void> => {
    if (isPumping) return;
    isPumping = true;
    try {
      for (let to = nextLink(); to && queue.length > 0 && sentBytes < windowBytes; to = nextLink()) {
        const batch = queue.splice(0, largestFrame).filter(isQueued);
        try {
          await sendBatch(to, batch);
        } catch (error) {
          for (const entry of batch) if (entry.stage === 'queued') refuse(entry, error);
        }
      }
      if (queue.length > 0 && isReady() && sentBytes >= windowBytes) creditWaits += 1;
    } finally {
      isPumping = false;
    }
  };

  // What one piece of work submits goes together.
  const pumpSoon = (): void => {
    setImmediate(() => void pump());
  };

  const hear = (from: GatewayLink, message: NonNullable<ReturnType<GatewayLink['read']>>): void => {
    switch (message.t) {
      case 'hello':
        return greet(from, message);
      case 'reports':
        return hearReports(from, message);
      case 'started': {
        const { id, executionId, ageMs, actor } = message;
        const entry = entries.get(id);
        if (entry) Object.assign(entry, { isStarted: true, nodeId: actor.nodeId });
        return options.onStarted({ attemptId: id, executionId, ageMs, actor });
      }
      case 'beat':
        return void options.onBeat(message.id, message.beat);
    }
  };

  const greet = (from: GatewayLink, { absent }: Extract<GatewayMessage, { t: 'hello' }>): void => {
    const gone = new Set(absent);
    for (const entry of entries.values()) {
      if (entry.gatewayId !== from.gatewayId || entry.stage !== 'sent' || !gone.has(entry.attemptId)) continue;
      // It never arrived: the connection that it was written to is closed on both ends.
      if (entry.charge) requeue(entry);
      else drop(entry.attemptId);
    }
    from.isReady = true;
    options.onReady();
    pumpSoon();
  };

  const hearReports = (from: GatewayLink, { reports, actors }: Extract<GatewayMessage, { t: 'reports' }>): void => {
    const outcomes: CoreOutcome[] = [];
    for (const report of reports) {
      const actor = report.actor === null ? null : (actors[report.actor] ?? null);
      if (report.outcome !== undefined)
        outcomes.push({ attemptId: report.id, runMs: report.ms, actor, body: report.outcome });
      else hearDeath(from, report, actor);
    }
    if (outcomes.length > 0) options.onOutcomes(outcomes);
  };

  const hearDeath = (from: GatewayLink, { id, ms, died }: GatewayReport, actor: GatewayActor | null): void => {
    if (!died) return;
    const entry = entries.get(id) ?? newEntry(id, null);
    entries.set(id, entry);
    entry.gatewayId = from.gatewayId;
    const { started: isStarted, exitCode, cause, detail, executionId, lastBeat } = died;
    const over = (): void =>
      end(entry, { kind: 'ended', exitCode, cause, detail, nodeId: actor?.nodeId ?? null, isStarted });
    if (executionId === null || actor === null) return over();
    // Judged only with its start in its row. If that cannot be written, nor can a judgement.
    void options
      .writeStart({ attemptId: id, executionId, ageMs: ms, actor })
      .then(() => (lastBeat ? options.onBeat(id, lastBeat) : undefined))
      .then(over, over);
  };

  const hangUp = (gone: GatewayLink): void => {
    if (links.get(gone.gatewayId) === gone) links.delete(gone.gatewayId);
    gone.close();
    if (isReady()) return;
    for (const entry of queue.splice(0)) {
      if (isQueued(entry)) refuse(entry, new RaydeckError('UNAVAILABLE', 'No gateway is connected.'));
    }
  };

  const acknowledge = (attemptIds: readonly string[]): void => {
    const byGateway = Map.groupBy(attemptIds, (id) => entries.get(id)?.gatewayId ?? null);
    for (const [gatewayId, ids] of byGateway) linkTo(gatewayId)?.say({ t: 'ack', ids });
    for (const id of attemptIds) drop(id);
    if (queue.length > 0) pumpSoon();
  };

  const observation = (entry: CoreEntry): Observation => {
    if (entry.seen) return entry.seen;
    if (entry.stage === 'queued') return { kind: 'pending', detail: 'It waits for room on the way to the gateway.' };
    if (entry.isStarted) return { kind: 'running', nodeId: entry.nodeId };
    return { kind: 'pending', detail: 'It waits in the gateway for an actor.' };
  };

  const observeUnknown = async (ids: readonly string[]): Promise<Map<string, Observation>> => {
    if (!isReady() || ids.length === 0) return new Map();
    const absent = await adopt(ids).catch(() => new Set<string>());
    return new Map([...absent].map((id) => [id, gatewayEnded('no gateway holds it.')]));
  };

  return {
    name: 'ray_core',
    isReady,
    submit: ({ attemptId, resources, profile, isFresh = false, claimed = null }) =>
      new Promise<void>((accept, refuseIt) => {
        if (entries.has(attemptId)) return accept();
        if (!isReady()) return refuseIt(new RaydeckError('UNAVAILABLE', 'No gateway is connected.'));
        const charge = { resources, profile, isFresh, claimed };
        const entry = Object.assign(newEntry(attemptId, charge), { accept, refuse: refuseIt });
        entries.set(attemptId, entry);
        if (queue.push(entry) === 1) pumpSoon();
      }),
    async observe(refs) {
      const unknown = refs.filter(({ attemptId }) => !entries.has(attemptId)).map(({ attemptId }) => attemptId);
      const judged = await observeUnknown(unknown);
      return refs.map(({ attemptId }: ExecutionRef) => {
        const entry = entries.get(attemptId);
        return entry
          ? observation(entry)
          : (judged.get(attemptId) ?? { kind: 'unknown', detail: 'no gateway answers' });
      });
    },
    async stop({ attemptId }) {
      linkTo(entries.get(attemptId)?.gatewayId ?? null)?.say({ t: 'stop', ids: [attemptId] });
    },
    async withdraw({ attemptId }) {
      const entry = entries.get(attemptId);
      if (entry?.stage === 'queued' && entry.charge?.isFresh) {
        drop(attemptId);
        entry.accept();
        return true;
      }
      if (!entry || entry.stage === 'queued') return isReady() && withdrawUnknown(attemptId);
      if (entry.stage === 'over') return entry.seen?.kind === 'ended' && entry.seen.isStarted !== true;
      const to = linkTo(entry.gatewayId);
      if (!to) return false;
      const { withdrawn, started } = await to.withdraw([attemptId]);
      if (started.includes(attemptId)) entry.isStarted = true;
      if (withdrawn.includes(attemptId)) drop(attemptId);
      return withdrawn.includes(attemptId);
    },
    forget: (attemptIds) => acknowledge(attemptIds.filter((id) => entries.has(id))),
    acknowledge,
    tellGateways(open) {
      const ids = new Set(open.map(({ gatewayId }) => gatewayId));
      draining = new Set(open.filter((one) => one.draining).map(({ gatewayId }) => gatewayId));
      for (const entry of entries.values()) {
        if (entry.stage === 'sent' && entry.gatewayId !== null && !ids.has(entry.gatewayId))
          end(entry, gatewayEnded('it held the attempt, and is gone.'));
      }
    },
    state() {
      const gateways = [...links.values()].filter((link) => link.isReady).length;
      return { gateways, tasks: countByStage(entries.values()), bytes: sentBytes, creditWaits };
    },
    forgetAll() {
      for (const link of links.values()) hangUp(link);
      entries.clear();
      sentBytes = 0;
    },
    connect(socket) {
      const before = links.get(socket.gatewayId);
      if (before) hangUp(before);
      const link = createGatewayLink(socket);
      links.set(link.gatewayId, link);
      const holds = [...entries.values()].filter(
        ({ stage, gatewayId }) => stage === 'sent' && gatewayId === link.gatewayId,
      );
      link.say({ t: 'hello', workerId: options.workerId(), holds: holds.map(({ attemptId }) => attemptId) });
      return {
        message: (text) => {
          if (links.get(link.gatewayId) !== link) return;
          const message = link.read(text);
          if (message) hear(link, message);
        },
        closed: () => hangUp(link),
      };
    },
    cluster: () => Promise.resolve(null),
    async close() {
      for (const link of links.values()) hangUp(link);
    },
  };
}
