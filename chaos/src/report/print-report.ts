import { countsOf, isClean, type Report } from './report.ts';

const shownViolations = 30;

/** The report as a table for people. */
export function reportText(report: Report): string {
  const seconds = (ms: number | undefined): string => (ms === undefined ? '-' : (ms / 1000).toFixed(1)).padStart(7);
  const rows = Object.entries(report.faults).map(([kind, count]) => {
    const times = report.recovery[kind];
    return `${kind.padEnd(26)}${String(count).padStart(5)} ${seconds(times?.p50)} ${seconds(times?.p95)} ${seconds(times?.max)}`;
  });
  const list = (counts: Record<string, number>): string =>
    Object.entries(counts)
      .map(([word, count]) => `${count} ${word}`)
      .join(', ') || 'none';
  const violations = report.violations
    .slice(0, shownViolations)
    .map(({ rule, taskId, detail }) => `  ${rule}${taskId ? ` (task ${taskId})` : ''}: ${detail}`);
  return [
    `seed ${report.seed}, ${report.minutes} min, ${report.runners.join(' and ')}`,
    `${'fault'.padEnd(26)}count  recovered in s: p50     p95     max`,
    ...rows,
    `tasks       ${report.tasks}: ${list(report.states)}`,
    `executions  ${report.executions}`,
    `seen        ${report.seen} changes of a state over REST`,
    `duplicates  ${report.duplicates.length}: ${list(countsOf(report.duplicates.map(({ cause }) => cause)))}`,
    `lost        ${report.lost}`,
    ...report.notRecovered.map((fault) => `not recovered from ${fault}`),
    `violations  ${report.violations.length}: ${list(countsOf(report.violations.map(({ rule }) => rule)))}`,
    ...violations,
    isClean(report) ? 'Nothing is lost, and no promise is broken.' : 'NOT CLEAN',
  ].join('\n');
}
