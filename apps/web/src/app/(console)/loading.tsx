import { Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import { Page } from '../../ui/page.tsx';

/** The shape of a page while its data is on its way. */
export default function Loading() {
  return (
    <Page>
      <VisuallyHidden role="status">Loading</VisuallyHidden>
      <Stack gap="md" aria-hidden>
        <Skeleton h={24} w={160} />
        <Skeleton h={36} />
        <Skeleton h={320} />
      </Stack>
    </Page>
  );
}
