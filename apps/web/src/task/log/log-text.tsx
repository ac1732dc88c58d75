import { memo, type RefObject, useMemo } from 'react';
import classes from '../task.module.css';
import { type LogLine, type Match, piecesOf } from './log-lines.ts';

interface Props {
  viewport: RefObject<HTMLDivElement | null>;
  lines: readonly LogLine[];
  matches: readonly Match[];
  current: Match | null;
}

/** Lines in a block, which the browser lays out only when they are near. */
const blockLines = 200;

/** So many lines cost nothing to lay out at once. */
const laidOut = 1_000;

const noMatches: readonly Match[] = [];

export function LogText({ viewport, lines, matches, current }: Props) {
  const byLine = useMemo(() => Map.groupBy(matches, (match) => match.line), [matches]);
  const blocks = useMemo(
    () => Array.from({ length: Math.ceil(lines.length / blockLines) }, (_, at) => at * blockLines),
    [lines],
  );
  return (
    <div ref={viewport} className={classes['scroll']} tabIndex={0} role="region" aria-label="Log">
      <pre className={`${classes['code']} ${classes['log']}`}>
        {blocks.map((start) => (
          <div key={start} className={lines.length > laidOut ? classes['block'] : undefined}>
            {lines.slice(start, start + blockLines).map((line, index) => {
              const own = byLine.get(start + index) ?? noMatches;
              return <Line key={index} line={line} matches={own} current={current ? own.indexOf(current) : -1} />;
            })}
          </div>
        ))}
      </pre>
    </div>
  );
}

const Line = memo(function Line({
  line,
  matches,
  current,
}: {
  line: LogLine;
  matches: readonly Match[];
  /** The place among the matches of the one that is looked at; −1 when it is elsewhere. */
  current: number;
}) {
  return (
    <div>
      {piecesOf(line, matches).map(({ text, color, bold, match }, index) => {
        const look = { 'data-color': color ?? undefined, style: bold ? { fontWeight: 600 } : {} };
        if (match === null) {
          return (
            <span key={index} {...look}>
              {text}
            </span>
          );
        }
        return (
          <mark key={index} {...look} data-current={match === current || undefined}>
            {text}
          </mark>
        );
      })}
      {'\n'}
    </div>
  );
});
