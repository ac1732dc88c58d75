import type { Block } from './page-blocks.ts';

/** What a block says that it prints: comments behind print and console.log, in a shell comments that are a value. */
export function expectedLines({ language, text }: Pick<Block, 'language' | 'text'>): string[] {
  const pattern = {
    ts: /^ *console\.log\(.*\); \/\/ (.*)$/gm,
    python: /^ *print\(.*\) {2}# (.*)$/gm,
    sh: /^# ([[{"\d].*)$/gm,
  }[language];
  return pattern === undefined ? [] : [...text.matchAll(pattern)].map(([, comment = '']) => comment);
}

/** What a shell block says that it ends with. */
export function expectedExitCode({ text }: Pick<Block, 'text'>): number {
  return Number(/^# exit code (\d+)$/m.exec(text)?.[1] ?? 0);
}

/** The lines that were printed, but each that is as expected in the words of the page: … stands for anything. */
export function inWordsOf(expected: readonly string[], lines: readonly string[]): string[] {
  const patterns = expected.map((line) => ({ line, pattern: patternOf(line) }));
  return lines.map((line) => patterns.find(({ pattern }) => pattern.test(line))?.line ?? line);
}

function patternOf(line: string): RegExp {
  return new RegExp(`^${line.split('…').map(escape).join('.*')}$`);
}

function escape(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
