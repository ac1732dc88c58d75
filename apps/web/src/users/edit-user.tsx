'use client';

import { ActionIcon, Button, Group, Menu, Stack, Switch, TextInput } from '@mantine/core';
import type { UserSummary } from '@raydeck/services';
import { IconDots, IconKey, IconLink, IconPencil, IconUserCheck, IconUserOff } from '@tabler/icons-react';
import { useState } from 'react';
import { ReasonDialog } from '../ui/reason-dialog.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useAction } from '../ui/use-action.ts';
import { makeUserLinkAction, resetPasswordAction, updateUserAction } from './actions.ts';
import { RoleSelect } from './add-user.tsx';
import { LinkDialog } from './link-dialog.tsx';
import { newPassword } from './new-password.ts';
import { PasswordField } from './password-field.tsx';

type Asked = 'edit' | 'link' | 'password' | 'status' | null;

/** What an administrator can do to somebody's account. */
export function EditUser({ user, isSelf }: { user: UserSummary; isSelf: boolean }) {
  const [asked, setAsked] = useState<Asked>(null);
  const [token, setToken] = useState<string | null>(null);
  const close = () => setAsked(null);
  const disabled = user.disabledAt !== null;
  const status = useAction(updateUserAction, {
    done: ({ email }) => (disabled ? `${email} may sign in again.` : `${email} is signed out and may not sign in.`),
    onDone: close,
  });
  const link = useAction(makeUserLinkAction, {
    done: () => null,
    onDone: (made) => {
      close();
      setToken(made);
    },
  });
  return (
    <>
      {token !== null && (
        <LinkDialog token={token} onClose={() => setToken(null)}>
          Give it to {user.email}: it works once, for a day. The password of now holds until then.
        </LinkDialog>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon aria-label={`Actions for ${user.email}`}>
            <IconDots size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPencil size={14} aria-hidden />} onClick={() => setAsked('edit')}>
            Change role or name
          </Menu.Item>
          {!isSelf && !disabled && (
            <Menu.Item leftSection={<IconLink size={14} aria-hidden />} onClick={() => setAsked('link')}>
              Make a link to a new password
            </Menu.Item>
          )}
          {!isSelf && (
            <Menu.Item leftSection={<IconKey size={14} aria-hidden />} onClick={() => setAsked('password')}>
              Reset password
            </Menu.Item>
          )}
          <Menu.Item
            leftSection={disabled ? <IconUserCheck size={14} aria-hidden /> : <IconUserOff size={14} aria-hidden />}
            onClick={() => setAsked('status')}
          >
            {disabled ? 'Enable' : 'Disable'}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asked === 'edit' && <ChangeDialog user={user} onClose={close} />}
      {asked === 'password' && <PasswordDialog user={user} onClose={close} />}
      <ReasonDialog
        opened={asked === 'link'}
        onClose={close}
        title={`A link for ${user.email}?`}
        confirm="Make link"
        pending={link.pending}
        onConfirm={(reason) => link.run({ id: user.id, reason: reason || undefined })}
      >
        Whoever holds it sets a new password, once, within a day. Earlier links end.
      </ReasonDialog>
      <ReasonDialog
        opened={asked === 'status'}
        onClose={close}
        title={`${disabled ? 'Enable' : 'Disable'} ${user.email}?`}
        confirm={disabled ? 'Enable user' : 'Disable user'}
        danger={!disabled}
        pending={status.pending}
        onConfirm={(reason) => status.run({ id: user.id, disabled: !disabled, reason: reason || undefined })}
      >
        {disabled
          ? 'The person may sign in again, with the same role.'
          : 'Open sessions end at once. Nothing else is removed.'}
      </ReasonDialog>
    </>
  );
}

function ChangeDialog({ user, onClose }: { user: UserSummary; onClose: () => void }) {
  const [name, setName] = useState(user.name);
  const [role, setRole] = useState(user.role);
  const [canViewPayload, setCanViewPayload] = useState(user.canViewPayload);
  const [reason, setReason] = useState('');
  const { run, pending } = useAction(updateUserAction, {
    done: ({ email }) => `${email} changed; open sessions ended.`,
    onDone: onClose,
  });
  return (
    <Dialog opened onClose={onClose} title={user.email}>
      <form
        method="post"
        onSubmit={(event) => {
          event.preventDefault();
          run({ id: user.id, name, role, canViewPayload, reason: reason || undefined });
        }}
      >
        <Stack gap="md">
          <TextInput label="Name" required value={name} onChange={(event) => setName(event.currentTarget.value)} />
          <RoleSelect value={role} onChange={setRole} />
          <Switch
            label="May see payloads: arguments, results, logs, tracebacks"
            checked={canViewPayload}
            onChange={(event) => setCanViewPayload(event.currentTarget.checked)}
          />
          <TextInput
            label="Reason"
            description="Optional, kept in the audit log."
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <DialogButtons confirm="Save changes" pending={pending} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}

function PasswordDialog({ user, onClose }: { user: UserSummary; onClose: () => void }) {
  const [password, setPassword] = useState(newPassword);
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const { run, pending } = useAction(resetPasswordAction, {
    done: () => `${user.email} has a new password; open sessions ended.`,
    onDone: onClose,
    onFailed: ({ path, message }) => {
      if (path !== 'password') return false;
      setProblem(message);
      return true;
    },
  });
  return (
    <Dialog opened onClose={onClose} title={`New password for ${user.email}`}>
      <form
        method="post"
        onSubmit={(event) => {
          event.preventDefault();
          run({ id: user.id, password });
        }}
      >
        <Stack gap="md">
          <PasswordField value={password} onChange={setPassword} error={problem} />
          <DialogButtons confirm="Reset password" pending={pending} onClose={onClose} />
        </Stack>
      </form>
    </Dialog>
  );
}

function DialogButtons({ confirm, pending, onClose }: { confirm: string; pending: boolean; onClose: () => void }) {
  return (
    <Group justify="flex-end" gap="xs">
      <Button variant="default" onClick={onClose}>
        Back
      </Button>
      <Button type="submit" loading={pending}>
        {confirm}
      </Button>
    </Group>
  );
}
