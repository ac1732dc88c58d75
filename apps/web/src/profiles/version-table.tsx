import { TableTd, TableTr, Text } from '@mantine/core';
import type { ProfileHistory } from '@raydeck/services';
import { DataTable } from '../ui/data-table.tsx';
import { Link } from '../ui/link.tsx';
import { Panel } from '../ui/panel.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { contentWords, sourceWords } from './profile-words.ts';

const columns = ['Version', 'Code', 'Holds', 'Made', 'Reason', 'Actions'];

/** The newest versions, each with a way to what it changed. */
export function VersionTable({ name, versions }: Pick<ProfileHistory, 'name' | 'versions'>) {
  return (
    <Panel title="Versions" note={`the newest ${versions.length}`} flush>
      <DataTable label="Versions" columns={columns} minWidth={820}>
        {versions.map((profile) => (
          <TableTr key={profile.version}>
            <TableTd>{profile.version}</TableTd>
            <TableTd maw={280} style={{ overflowWrap: 'anywhere' }}>
              {visibleText(sourceWords(profile))}
            </TableTd>
            <TableTd>
              <Text size="sm" c="dimmed">
                {contentWords(profile) || 'nothing more'}
              </Text>
            </TableTd>
            <TableTd>
              <TimeAgo at={profile.createdAt} />
              <Text size="xs" c="dimmed">
                {visibleText(profile.createdBy)}
              </Text>
            </TableTd>
            <TableTd maw={260} style={{ overflowWrap: 'anywhere' }}>
              {profile.reason && visibleText(profile.reason)}
            </TableTd>
            <TableTd ta="right" style={{ whiteSpace: 'nowrap' }}>
              {profile.version > 1 && (
                <Link
                  href={`/profiles/${encodeURIComponent(name)}?from=${profile.version - 1}&to=${profile.version}#diff`}
                >
                  What changed
                </Link>
              )}
            </TableTd>
          </TableTr>
        ))}
      </DataTable>
    </Panel>
  );
}
