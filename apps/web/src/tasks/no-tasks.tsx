'use client';

import { Button, Code, EmptyState } from '@mantine/core';
import { IconFilterOff, IconInbox } from '@tabler/icons-react';
import { Link } from '../ui/link.tsx';
import { Panel } from '../ui/panel.tsx';
import { useTaskParams } from './use-task-params.ts';

/** Two different nothings: no task at all, and none that matches. */
export function NoTasks({ isFiltered, mayEnqueue }: { isFiltered: boolean; mayEnqueue: boolean }) {
  const { clear } = useTaskParams();
  if (isFiltered) {
    return (
      <Panel>
        <EmptyState
          py={40}
          icon={<IconFilterOff size={28} stroke={1.5} aria-hidden />}
          title="No task matches"
          description="Nothing has this combination of state and filters."
        >
          <EmptyState.Actions>
            <Button variant="default" onClick={clear}>
              Clear filters
            </Button>
          </EmptyState.Actions>
        </EmptyState>
      </Panel>
    );
  }
  return (
    <Panel>
      <EmptyState
        py={40}
        icon={<IconInbox size={28} stroke={1.5} aria-hidden />}
        title="No tasks yet"
        description={
          <>
            Applications enqueue over REST, SQL or an SDK; try <Code>raydeck.demo.add</Code> by hand.
          </>
        }
      >
        {mayEnqueue && (
          <EmptyState.Actions>
            <Button component={Link} href="/tasks/new">
              Enqueue the first task
            </Button>
          </EmptyState.Actions>
        )}
      </EmptyState>
    </Panel>
  );
}
