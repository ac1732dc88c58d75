import { readdirSync, readFileSync } from 'node:fs';

/** The processes of a gateway: its job's name stands in its environment. */
export function gatewayPids(jobName: string): number[] {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid) && readProc(pid, 'cmdline').includes('raydeck.gateway'))
    .filter((pid) => readProc(pid, 'environ').includes(jobName))
    .map(Number);
}

/** Empty for one that has ended meanwhile. */
function readProc(pid: string, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}
