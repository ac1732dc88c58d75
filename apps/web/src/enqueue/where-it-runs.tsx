import { Button, Group, Select, SimpleGrid, TagsInput, Text } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { QueueChoice } from '@raydeck/services';
import { type Declared, effectiveProfile } from './declared.ts';
import type { EnqueueValues } from './new-task-of.ts';

interface Props {
  form: UseFormReturnType<EnqueueValues>;
  queues: QueueChoice[];
  profiles: string[];
  entry: Declared | null;
}

/** Queue and profile side by side: together they say which code runs. */
export function WhereItRuns({ form, queues, profiles, entry }: Props) {
  const profile = effectiveProfile(form.values, queues);
  const ofQueue = effectiveProfile({ ...form.values, profile: null }, queues);
  const tags = <TagsInput label="Tags" placeholder="Enter adds one" {...form.getInputProps('tags')} />;
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <Select
          label="Queue"
          data={queues.map(({ name }) => name)}
          allowDeselect={false}
          searchable
          {...form.getInputProps('queue')}
        />
        {profiles.length === 0 ? (
          tags
        ) : (
          <Select
            label="Profile"
            placeholder={ofQueue ? `${ofQueue}, the queue's` : 'None, as the queue has none'}
            data={profiles}
            allowDeselect={false}
            clearable
            clearButtonProps={{ 'aria-label': "The queue's profile" }}
            {...form.getInputProps('profile')}
          />
        )}
      </SimpleGrid>
      {entry && entry.profile !== profile && (
        <Group gap="xs" role="status">
          <Text size="xs">
            {profile
              ? `Profile ${profile} does not declare this callable.`
              : `Queue ${form.values.queue} has no profile, and this callable comes with one.`}
          </Text>
          <Button
            variant="default"
            size="compact-xs"
            onClick={() => form.setFieldValue('profile', entry.profile === ofQueue ? null : entry.profile)}
          >
            Use profile {entry.profile}
          </Button>
        </Group>
      )}
      {profiles.length > 0 && tags}
    </>
  );
}
