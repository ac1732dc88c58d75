import { Group, Stack, Text } from '@mantine/core';
import { may } from '@raydeck/core';
import { getRetention, previewRetention } from '@raydeck/services';
import type { Metadata } from 'next';
import { ChangeRetention } from '../../../retention/change-retention.tsx';
import { keepWords } from '../../../retention/keep-words.ts';
import { PreviewPanel } from '../../../retention/preview-panel.tsx';
import { RunNowButton } from '../../../retention/run-now-button.tsx';
import { RunsPanel } from '../../../retention/runs-panel.tsx';
import { contextOf } from '../../../server/container.ts';
import { requirePrincipal } from '../../../server/principal.ts';
import { Page } from '../../../ui/page.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { TimeAgo } from '../../../ui/time-ago.tsx';

export const metadata: Metadata = { title: 'Retention' };

export default async function RetentionPage() {
  const principal = await requirePrincipal();
  const context = contextOf(principal);
  const [{ settings, runs, nextRunAt, storedWaiting }, preview] = await Promise.all([
    getRetention(context),
    previewRetention(context),
  ]);
  const mayWrite = may(principal, 'retention.write');
  return (
    <Page>
      <PageHeader
        title="Retention"
        description="Finished tasks go when their time is over, with their attempts, results and logs. Pinned tasks stay."
      >
        {mayWrite && <RunNowButton />}
      </PageHeader>
      <Stack gap="md">
        <Panel
          title="Kept"
          note="unless a queue says otherwise"
          actions={mayWrite && <ChangeRetention now={settings} />}
        >
          <Group gap="lg">
            <Kept what="Succeeded" words={keepWords(settings.succeededDays)} />
            <Kept what="Failed" words={keepWords(settings.failedDays)} />
            <Kept what="Canceled" words={keepWords(settings.canceledDays)} />
            <Kept what="Audit log" words={keepWords(settings.auditDays)} />
            <Text size="sm" c="dimmed">
              Next run <TimeAgo at={nextRunAt} />
            </Text>
          </Group>
        </Panel>
        <PreviewPanel preview={preview} />
        <RunsPanel runs={runs} storedWaiting={storedWaiting} />
      </Stack>
    </Page>
  );
}

function Kept({ what, words }: { what: string; words: string }) {
  return (
    <Text size="sm">
      {what}{' '}
      <Text span fw={500}>
        {words}
      </Text>
    </Text>
  );
}
