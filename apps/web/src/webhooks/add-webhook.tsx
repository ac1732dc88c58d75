'use client';

import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { WebhookForm } from './webhook-form.tsx';

export function AddWebhook() {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setAsking(true)}>
        Add webhook
      </Button>
      {asking && <WebhookForm webhook={null} onClose={() => setAsking(false)} />}
    </>
  );
}
