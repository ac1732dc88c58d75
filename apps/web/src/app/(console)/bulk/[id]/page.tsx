import { EmptyState, Group, Stack } from '@mantine/core';
import { bulkOutcomes, may } from '@raydeck/core';
import { IconListCheck } from '@tabler/icons-react';
import type { Metadata } from 'next';
import { auditPath } from '../../../../audit/audit-query.ts';
import { AbortButton } from '../../../../bulk/abort-button.tsx';
import { bulkPath } from '../../../../bulk/bulk-path.ts';
import { operationWords } from '../../../../bulk/bulk-words.ts';
import { listOfOperation } from '../../../../bulk/list-of-operation.ts';
import { OperationListLine } from '../../../../bulk/operation-list-line.tsx';
import { OutcomeLinks } from '../../../../bulk/outcome-links.tsx';
import { paceOf } from '../../../../bulk/pace.ts';
import { ProgressPanel } from '../../../../bulk/progress-panel.tsx';
import { readOperation, readRows } from '../../../../bulk/read-bulk.ts';
import { RowTable } from '../../../../bulk/row-table.tsx';
import { LiveRefresh } from '../../../../live/live-refresh.tsx';
import { contextOf } from '../../../../server/container.ts';
import { requirePrincipal } from '../../../../server/principal.ts';
import { unlessAbsent } from '../../../../server/unless-absent.ts';
import { Duration } from '../../../../ui/duration.tsx';
import { Fact, Facts } from '../../../../ui/facts.tsx';
import { LinkButton } from '../../../../ui/link-button.tsx';
import { Page } from '../../../../ui/page.tsx';
import { PageHeader } from '../../../../ui/page-header.tsx';
import { Panel } from '../../../../ui/panel.tsx';
import { TimeAgo } from '../../../../ui/time-ago.tsx';
import { visibleText } from '../../../../ui/visible-text.ts';

export const metadata: Metadata = { title: 'Bulk operation' };

interface Props {
  params: Promise<{ id: string }>;
  searchParams: Promise<{ outcome?: string | string[]; cursor?: string | string[] }>;
}

export default async function BulkOperationPage({ params, searchParams }: Props) {
  const principal = await requirePrincipal();
  const context = contextOf(principal);
  const operation = await readOperation(context, (await params).id).catch(unlessAbsent);
  const { id, createdBy, reason, createdAt, startedAt, finishedAt } = operation;
  const asked = await searchParams;
  const outcome = bulkOutcomes.find((known) => known.toLowerCase() === asked.outcome);
  const cursor = typeof asked.cursor === 'string' ? asked.cursor : undefined;
  const { items, nextCursor } = await readRows(context, { id, outcome, cursor });
  const now = Date.now();
  return (
    <Page>
      <LiveRefresh {...(finishedAt === null && { everyMs: 2_000 })} />
      <PageHeader title={visibleText(operationWords(operation))}>
        {may(principal, 'audit.read') && (
          <LinkButton href={auditPath({ targetType: 'bulk_operation', targetId: id })} variant="default">
            Audit entries
          </LinkButton>
        )}
        {finishedAt === null && may(principal, 'bulk.write') && (
          <AbortButton id={id} left={paceOf(operation, now).left} />
        )}
      </PageHeader>
      <Stack gap="md">
        <ProgressPanel operation={operation} now={now} />
        <Panel title="What was asked">
          <Facts>
            <Fact name="Which tasks">
              <OperationListLine list={listOfOperation(operation, principal.canViewPayload)} />
            </Fact>
            <Fact name="Reason">{visibleText(reason)}</Fact>
            <Fact name="By">{visibleText(createdBy)}</Fact>
            <Fact name="Asked">
              <TimeAgo at={createdAt} />
            </Fact>
            <Fact name={finishedAt ? 'Took' : 'Runs for'}>
              <Duration from={startedAt} to={finishedAt} />
            </Fact>
          </Facts>
        </Panel>
        <Panel title="Tasks" actions={<OutcomeLinks id={id} outcome={outcome} />} flush>
          {items.length === 0 && (
            <EmptyState
              py={40}
              icon={<IconListCheck size={28} stroke={1.5} aria-hidden />}
              title={outcome === undefined ? 'No task was looked at yet' : 'No task has this outcome'}
              description={
                finishedAt === null
                  ? 'Tasks are listed here as their turn comes.'
                  : 'The operation is over, and nothing will be added.'
              }
            />
          )}
          {items.length > 0 && <RowTable rows={items} listKey={bulkPath(id, { outcome, cursor })} />}
        </Panel>
      </Stack>
      {(cursor !== undefined || nextCursor !== null) && (
        <Group justify="flex-end" gap="xs" mt="sm">
          {cursor !== undefined && (
            <LinkButton variant="default" href={bulkPath(id, { outcome })}>
              First
            </LinkButton>
          )}
          {nextCursor !== null && (
            <LinkButton variant="default" href={bulkPath(id, { outcome, cursor: nextCursor })}>
              Next
            </LinkButton>
          )}
        </Group>
      )}
    </Page>
  );
}
