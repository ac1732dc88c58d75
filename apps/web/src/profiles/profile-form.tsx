'use client';

import { SegmentedControl, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import type { Profile } from '@raydeck/services';
import { useRouter } from 'next/navigation';
import { FormEnd } from '../ui/form-end.tsx';
import { Panel } from '../ui/panel.tsx';
import { useAction } from '../ui/use-action.ts';
import { putProfileAction } from './actions.ts';
import { emptyProfile, fieldOf, namesProblem, type ProfileValues, settingsOf, valuesOf } from './profile-values.ts';
import { ValueRows } from './value-rows.tsx';

/** Makes a profile, or a new version of one. */
export function ProfileForm({ profile }: { profile: Profile | null }) {
  const router = useRouter();
  const form = useForm<ProfileValues>({
    initialValues: profile ? valuesOf(profile) : emptyProfile,
    validate: { envVars: namesProblem, secrets: namesProblem },
  });
  const { run, pending } = useAction(putProfileAction, {
    done: ({ version, isNew }) => (isNew ? `Version ${version} is made.` : `Nothing differs from version ${version}.`),
    onDone: ({ name }) => router.push(`/profiles/${encodeURIComponent(name)}`),
    onFailed: ({ path, message }) => {
      const field = fieldOf(path ?? '', form.values);
      if (!((field.split('.')[0] ?? '') in form.values)) return false;
      form.setFieldError(field, message);
      form.getInputNode(field)?.focus();
      return true;
    },
  });
  const save = (values: ProfileValues) =>
    run({ name: values.name.trim(), settings: settingsOf(values), reason: values.reason.trim() || undefined });
  const { sourceKind } = form.values;
  return (
    <form onSubmit={form.onSubmit(save)} noValidate>
      <Stack gap="md">
        {!profile && (
          <Panel>
            <TextInput
              label="Name"
              description="Letters, digits and _.-"
              required
              autoComplete="off"
              spellCheck={false}
              data-autofocus
              {...form.getInputProps('name')}
            />
          </Panel>
        )}
        <Panel title="Code">
          <Stack gap="md">
            <SegmentedControl
              size="xs"
              aria-label="Where the code comes from"
              data={[
                { value: 'image', label: 'In the image' },
                { value: 'uri', label: 'Address' },
                { value: 'package', label: 'Package' },
              ]}
              {...form.getInputProps('sourceKind')}
            />
            <Text size="xs" c="dimmed">
              {sourceHints[sourceKind]}
            </Text>
            {sourceKind === 'uri' && (
              <TextInput label="Address" required spellCheck={false} {...form.getInputProps('uri')} />
            )}
            {sourceKind === 'package' && (
              <TextInput label="Hash" required spellCheck={false} {...form.getInputProps('hash')} />
            )}
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="md">
              <TextInput
                label="Interpreter"
                description="Empty: the runner’s own"
                placeholder="python3.12"
                spellCheck={false}
                {...form.getInputProps('python')}
              />
              <TextInput
                label="Django settings"
                description="Set up before each task; empty: no Django"
                placeholder="shop.settings"
                spellCheck={false}
                {...form.getInputProps('djangoSettingsModule')}
              />
            </SimpleGrid>
          </Stack>
        </Panel>
        <Panel title="Requirements">
          <Stack gap="xs">
            <Textarea
              label="Packages"
              description="One a line, as pip takes them. Ray installs them before the first task and keeps them."
              placeholder="numpy==2.3.0"
              autosize
              minRows={3}
              maxRows={14}
              spellCheck={false}
              styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
              {...form.getInputProps('packages')}
            />
            <SegmentedControl
              size="xs"
              aria-label="Installed by"
              data={['pip', 'uv']}
              style={{ alignSelf: 'flex-start' }}
              {...form.getInputProps('installer')}
            />
          </Stack>
        </Panel>
        <Panel title="Variables" note="to be seen by administrators">
          <ValueRows form={form} field="envVars" what="variable" />
        </Panel>
        <Panel title="Secrets" note="kept encrypted, never shown again">
          <ValueRows form={form} field="secrets" what="secret" />
        </Panel>
        <FormEnd
          reason={form.getInputProps('reason')}
          keptIn="with the version and in the audit log"
          submit={profile ? 'Save as a new version' : 'Create profile'}
          pending={pending}
          onBack={() => router.back()}
        />
      </Stack>
    </form>
  );
}

const sourceHints = {
  image: 'The cluster’s own image holds it; nothing is brought along.',
  uri: 'https://….zip, s3://….zip, gs://….zip, or git+https://github.com/owner/repository@commit: the cluster fetches it.',
  package: 'The SHA-256 of a zip that was uploaded: ./raydeck profile and ./raydeck up --code upload one.',
};
