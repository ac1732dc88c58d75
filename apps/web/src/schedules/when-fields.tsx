import { Autocomplete, Code, Group, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { catchUps, overlaps } from '@raydeck/core';
import { useMemo } from 'react';
import { useNow } from '../ui/clock.tsx';
import { Panel } from '../ui/panel.tsx';
import { cronWords } from './cron-words.ts';
import { formatInZone } from './format-in-zone.ts';
import { nextRuns } from './next-runs.ts';
import { catchUpWords, overlapWords } from './policy-words.ts';
import type { ScheduleValues } from './schedule-values.ts';

/** The cron line with what it means, and the manner of running. */
export function WhenFields({ form }: { form: UseFormReturnType<ScheduleValues> }) {
  const zones = useMemo(() => ['UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')], []);
  return (
    <Panel title="When">
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
          <TextInput
            label="Cron"
            description="minute hour day month weekday"
            required
            autoComplete="off"
            spellCheck={false}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            {...form.getInputProps('cron')}
          />
          <Autocomplete
            size="xs"
            label="Time zone"
            description="Whose clocks it follows, summer time included"
            required
            data={zones}
            limit={50}
            {...form.getInputProps('timeZone')}
          />
        </SimpleGrid>
        <Preview cron={form.values.cron} timeZone={form.values.timeZone.trim()} />
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
          <Select
            label="Missed runs"
            description="After the workers were away, or a pause"
            data={catchUps.map((value) => ({ value, label: catchUpWords[value] }))}
            allowDeselect={false}
            {...form.getInputProps('catchUp')}
          />
          <Select
            label="Overlap"
            description="While the run before has not ended"
            data={overlaps.map((value) => ({ value, label: overlapWords[value] }))}
            allowDeselect={false}
            {...form.getInputProps('overlap')}
          />
        </SimpleGrid>
      </Stack>
    </Panel>
  );
}

/** What the line means, said as it is typed. */
function Preview({ cron, timeZone }: { cron: string; timeZone: string }) {
  const now = useNow(60_000);
  const next = nextRuns({ cron, timeZone }, new Date(now), 5);
  return (
    <div aria-live="polite">
      {'problem' in next ? (
        <Text size="sm" c="dimmed">
          {next.problem}
        </Text>
      ) : (
        <Stack gap={6}>
          <Text size="sm" fw={500}>
            {cronWords(cron) ?? 'Next runs'}
          </Text>
          <Group gap={6}>
            {next.runs.map((run) => (
              <Code key={run.getTime()}>{formatInZone(run, timeZone)}</Code>
            ))}
          </Group>
        </Stack>
      )}
    </div>
  );
}
