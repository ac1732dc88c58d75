import { Stack, Text } from '@mantine/core';
import type { ShownChange } from '../ui/change-table.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { auditChanges } from './audit-changes.ts';
import classes from './audit.module.css';

const shown = 4;

/** Each change in a line; many of them unfold. */
export function ChangeLines({ before, after }: { before: unknown; after: unknown }) {
  const changes = auditChanges(before, after);
  const rest = changes.slice(shown);
  return (
    <Stack gap={2}>
      {changes.slice(0, shown).map((change) => (
        <ChangeLine key={change.path} change={change} />
      ))}
      {rest.length > 0 && (
        <details>
          <summary className={classes['more']}>{rest.length} more</summary>
          <Stack gap={2}>
            {rest.map((change) => (
              <ChangeLine key={change.path} change={change} />
            ))}
          </Stack>
        </details>
      )}
    </Stack>
  );
}

function ChangeLine({ change: { path, before, after } }: { change: ShownChange }) {
  return (
    <Text size="xs" style={{ overflowWrap: 'anywhere' }}>
      {path !== '' && <span className={classes['path']}>{visibleText(path)} </span>}
      {before !== null && <del className={classes['before']}>{visibleText(before)}</del>}
      {before !== null && after !== null && <span aria-hidden> → </span>}
      {after !== null && <ins className={classes['after']}>{visibleText(after)}</ins>}
    </Text>
  );
}
