import { Group, Stack, Text } from '@mantine/core';
import type { AttemptDetail } from '@raydeck/services';
import { Panel } from '../ui/panel.tsx';
import { CopyIcon } from '../ui/short-id.tsx';
import { ansiText } from '../text/ansi.ts';
import { stateColor } from '../ui/state-badge.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { parseTraceback, pathInPackage, placeOf } from '../text/traceback.ts';
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
          <Place traceback={traceback} />
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

/** The frame to read first, before the traceback that holds it. */
function Place({ traceback }: { traceback: string | null }) {
  const place = traceback === null ? null : placeOf(parseTraceback(ansiText(traceback)));
  if (!place) return null;
  return (
    <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
      in <b>{visibleText(place.function)}</b>, {visibleText(pathInPackage(place.file))}:{place.line}
    </Text>
  );
}
