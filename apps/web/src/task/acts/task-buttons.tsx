'use client';

import { ActionIcon, Kbd, Menu, MenuDropdown, MenuItem, MenuTarget } from '@mantine/core';
import { isTaskFinal } from '@raydeck/core';
import {
  IconArrowsSort,
  IconBan,
  IconDots,
  IconPencil,
  IconPin,
  IconPinnedOff,
  IconPlayerPlay,
  IconRefresh,
} from '@tabler/icons-react';
import { ActButton, notAllowed } from './act-button.tsx';
import { type Act, isPossible, useActs } from './acts.tsx';

/** What can be done to the task in its state; for whom it is not allowed, why not. */
export function TaskButtons() {
  const { task, mayAct, ask } = useActs();
  const why = mayAct ? null : notAllowed;
  const canRetry = isPossible(task, 'retry');
  return (
    <>
      {canRetry && (
        <ActButton
          leftSection={<IconRefresh size={14} aria-hidden />}
          rightSection={<Key name="R" />}
          why={why}
          onClick={() => ask('retry')}
        >
          Retry
        </ActButton>
      )}
      {canRetry && (
        <ActButton
          leftSection={<IconPencil size={14} aria-hidden />}
          why={why}
          onClick={() => ask('retry-with-changes')}
        >
          Edit arguments
        </ActButton>
      )}
      {!isTaskFinal(task.state) && (
        <ActButton
          leftSection={<IconBan size={14} aria-hidden />}
          rightSection={task.cancelRequested ? null : <Key name="C" />}
          why={why ?? (task.cancelRequested ? 'The execution is being stopped.' : null)}
          onClick={() => ask('cancel')}
        >
          {task.cancelRequested ? 'Cancel asked' : 'Cancel'}
        </ActButton>
      )}
      <MoreActs />
    </>
  );
}

/** A hint for eyes alone: the button's name stays its verb. */
function Key({ name }: { name: string }) {
  return (
    <Kbd size="xs" aria-hidden visibleFrom="sm">
      {name}
    </Kbd>
  );
}

function MoreActs() {
  const { task, mayAct, ask } = useActs();
  const PinIcon = task.pinned ? IconPinnedOff : IconPin;
  const item = (act: Act, text: string, icon: React.ReactNode) =>
    isPossible(task, act) && (
      <MenuItem leftSection={icon} disabled={!mayAct} onClick={() => ask(act)}>
        {text}
      </MenuItem>
    );
  return (
    <Menu position="bottom-end" withinPortal>
      <MenuTarget>
        <ActionIcon variant="default" size={30} aria-label="More actions">
          <IconDots size={16} aria-hidden />
        </ActionIcon>
      </MenuTarget>
      <MenuDropdown>
        {item('run-now', 'Run now', <IconPlayerPlay size={14} aria-hidden />)}
        {item('change-priority', 'Change priority', <IconArrowsSort size={14} aria-hidden />)}
        {item('pin', task.pinned ? 'Unpin' : 'Pin', <PinIcon size={14} aria-hidden />)}
      </MenuDropdown>
    </Menu>
  );
}
