import { Badge, Box, TableTd, TableTr, Text } from '@mantine/core';
import type { UserSummary } from '@raydeck/services';
import { TimeAgo } from '../ui/time-ago.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { EditUser } from './edit-user.tsx';

export function UserRow({ user, isSelf }: { user: UserSummary; isSelf: boolean }) {
  return (
    <TableTr>
      <TableTd>
        <Text size="sm" fw={500}>
          {visibleText(user.name)}
          {isSelf && (
            <Text span size="xs" c="dimmed">
              {' '}
              you
            </Text>
          )}
        </Text>
        <Text size="xs" c="dimmed">
          {visibleText(user.email)}
        </Text>
      </TableTd>
      <TableTd>
        <Badge variant="default" radius="sm" size="sm" fw={500}>
          {user.role}
        </Badge>
      </TableTd>
      <TableTd>{user.canViewPayload ? 'values' : 'shapes only'}</TableTd>
      <TableTd>
        {user.disabledAt ? (
          <>
            Disabled <TimeAgo at={user.disabledAt} />
          </>
        ) : (
          'Active'
        )}
      </TableTd>
      <TableTd>{user.lastSignInAt ? <TimeAgo at={user.lastSignInAt} /> : 'never'}</TableTd>
      <TableTd>
        <Box ta="right">
          <EditUser user={user} isSelf={isSelf} />
        </Box>
      </TableTd>
    </TableTr>
  );
}
