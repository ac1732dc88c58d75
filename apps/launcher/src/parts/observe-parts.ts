import { isRunning } from '@raydeck/embedded';
import { findRun, type Run } from '../state/run-file.ts';
import { readStoredSettings, type Stack } from '../state/settings-file.ts';
import { logFileOf, PART_NAMES, type PartName, type StateFolder } from '../state/state-folder.ts';
import { rayHealthUrl } from './ray-part.ts';
import { answers } from './wait-for-http.ts';

export interface PartState {
  name: PartName;
  /** `ended`: it was started and is gone without a `down`. */
  state: 'running' | 'not answering' | 'ended' | 'down';
  detail: string;
}

/** How each part of the last `up` is now; empty when there has been none. */
export async function observeParts(state: StateFolder): Promise<PartState[]> {
  const { stack } = readStoredSettings(state);
  if (stack === undefined) return [];
  const names = PART_NAMES.filter((name) => isPartOf(stack, name));
  return Promise.all(names.map((name) => observe(state, stack, name)));
}

async function observe(state: StateFolder, stack: Stack, name: PartName): Promise<PartState> {
  const run = findRun(state, name);
  if (run === undefined) return { name, state: 'down', detail: 'start it with ./raydeck up' };
  if (!isRunning(run))
    return { name, state: 'ended', detail: `./raydeck up starts it again; its log: ${logFileOf(state, name)}` };
  const url = healthUrl(stack, name);
  if (url !== undefined && !(await answers(url)))
    return { name, state: 'not answering', detail: `its log: ${logFileOf(state, name)}` };
  return { name, state: 'running', detail: since(run) };
}

function isPartOf(stack: Stack, name: PartName): boolean {
  if (name === 'postgres') return stack.database === 'embedded';
  if (name === 'ray') return stack.ray === 'embedded';
  return name === 'worker' || stack.webUrl !== null;
}

function healthUrl(stack: Stack, name: PartName): string | undefined {
  if (name === 'worker') return `${stack.workerUrl}/readyz`;
  if (name === 'ray' && stack.rayDashboardUrl !== null) return rayHealthUrl(stack.rayDashboardUrl);
  if (name === 'web' && stack.webHealthUrl !== null) return stack.webHealthUrl;
  return undefined;
}

function since({ pid, startedAt }: Run): string {
  const minutes = Math.floor((Date.now() - Date.parse(startedAt)) / 60_000);
  const age = minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`;
  return `for ${age}, process ${pid}`;
}
