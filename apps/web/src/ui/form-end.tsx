import { Button, Group, TextInput, type TextInputProps } from '@mantine/core';
import { Panel } from './panel.tsx';

interface Props {
  /** The form's own properties of the reason. */
  reason: TextInputProps;
  /** Where the reason is kept. */
  keptIn: string;
  submit: string;
  pending: boolean;
  onBack: () => void;
}

/** How a page's form ends: the reason of the change, the way back, and the change itself. */
export function FormEnd({ reason, keptIn, submit, pending, onBack }: Props) {
  return (
    <>
      <Panel>
        <TextInput
          label="Reason"
          description={`Optional, kept ${keptIn}.`}
          maxLength={500}
          autoComplete="off"
          {...reason}
        />
      </Panel>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onBack}>
          Back
        </Button>
        <Button type="submit" loading={pending}>
          {submit}
        </Button>
      </Group>
    </>
  );
}
