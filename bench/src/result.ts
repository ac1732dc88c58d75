import { closeSync, fsyncSync, openSync, rmSync, writeSync } from 'node:fs';
import { arch, cpus, platform, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { quantile } from './measure.ts';

/** One measured figure beside the reference of the same run, and the bar it is held against. */
export interface Figure {
  name: string;
  value: number;
  unit: string;
  /** What `reference` is, for people. */
  against?: string;
  reference?: number;
  bar?: { atLeast: number } | { atMost: number };
}

export function printFigures(title: string, figures: readonly Figure[]): void {
  process.stdout.write(`\n${title}\n`);
  process.stdout.write(`${machine()}\n\n`);
  const rows = figures.map((figure) => [
    figure.name,
    `${round(figure.value)} ${figure.unit}`,
    figure.reference === undefined
      ? ''
      : `${round(figure.value / figure.reference)} × ${figure.against ?? ''} (${round(figure.reference)})`,
    barText(figure),
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) {
    process.stdout.write(
      `  ${row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    );
  }
}

/** What has to be read beside the figures, as paragraphs. */
export function printNotes(notes: readonly string[]): void {
  for (const note of notes) process.stdout.write(`\n  ${note}\n`);
}

/** What the figures were taken on: they mean nothing without it. */
export function machine(): string {
  const [cpu] = cpus();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  const flush = `the disk flushes 8 KiB in ${round(flushMs())} ms`;
  return `${cpus().length} × ${cpu?.model ?? 'unknown CPU'}, ${gigabytes} GB, ${platform()} ${arch()}, Node ${process.version}; ${flush}`;
}

/** The median of fifty writes: what each commit waits for. */
function flushMs(): number {
  const file = join(tmpdir(), `raydeck-flush-${process.pid}`);
  const handle = openSync(file, 'w');
  const times = Array.from({ length: 50 }, () => {
    const startedAt = performance.now();
    writeSync(handle, Buffer.alloc(8192));
    fsyncSync(handle);
    return performance.now() - startedAt;
  });
  closeSync(handle);
  rmSync(file);
  return quantile(times, 0.5);
}

function barText({ value, bar }: Figure): string {
  if (!bar) return '';
  if ('atLeast' in bar) return `${value >= bar.atLeast ? 'met' : 'MISSED'}: at least ${round(bar.atLeast)}`;
  return `${value <= bar.atMost ? 'met' : 'MISSED'}: at most ${round(bar.atMost)}`;
}

function round(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toFixed(value >= 10 ? 1 : 2);
}
