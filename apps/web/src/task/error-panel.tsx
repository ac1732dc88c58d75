import { Group, Stack, Text } from '@mantine/core';
import type { AttemptDetail } from '@raydeck/services';
import { Panel } from '../ui/panel.tsx';
import { CopyIcon } from '../ui/short-id.tsx';
import { ansiText } from '../text/ansi.ts';
import { stateColor } from '../ui/state-badge.tsx';
import { visibleText } from '../ui/visible-text.ts';
import classes from './task.module.css';
import { TracebackView } from './traceback-view.tsx';

/** How an attempt ended: class, message, traceback. */
export function ErrorPanel({ attempt }: { attempt: AttemptDetail }) {
  const { errorClass, errorMessage, traceback, note, number, state } = attempt;
  if (!errorClass) return null;
  const whole = [errorClass, errorMessage, traceback].filter(Boolean).join('\n\n');
  return (
    <Panel
      title={state === 'CANCELED' ? 'How it ended' : 'Error'}
      note={`attempt ${number}`}
      actions={<CopyIcon value={whole} label="Copy error" />}
    >
      <Stack gap="sm">
        <Group gap="xs">
          <Text fw={600} ff="monospace" size="sm" c={stateColor(state)} style={{ overflowWrap: 'anywhere' }}>
            {visibleText(errorClass)}
          </Text>
        </Group>
        {errorMessage && <pre className={classes['message']}>{ansiText(errorMessage)}</pre>}
        {traceback && <TracebackView traceback={ansiText(traceback)} />}
        {note && (
          <Text size="sm" c="dimmed">
            {note}
          </Text>
        )}
      </Stack>
    </Panel>
  );
}
