import { Text } from '@mantine/core';
import type { ProfileChange } from '@raydeck/services';
import { ChangeTable } from '../ui/change-table.tsx';
import { Panel } from '../ui/panel.tsx';
import { CompareVersions } from './compare-versions.tsx';

interface Props {
  name: string;
  versions: number[];
  diff: { from: number; to: number; changes: ProfileChange[] } | null;
}

/** What differs between two versions. */
export function DiffPanel({ name, versions, diff }: Props) {
  return (
    <div id="diff">
      <Panel
        title="What changed"
        actions={<CompareVersions name={name} versions={versions} from={diff?.from ?? null} to={diff?.to ?? null} />}
        flush={diff !== null && diff.changes.length > 0}
      >
        {!diff && <Text size="sm">Choose two versions to compare.</Text>}
        {diff && diff.changes.length === 0 && <Text size="sm">They hold the same.</Text>}
        {diff && diff.changes.length > 0 && (
          <ChangeTable
            label={`Changes from version ${diff.from} to ${diff.to}`}
            changes={diff.changes.map(({ path, before, after }) => ({
              path,
              before: textOf(before),
              after: textOf(after),
            }))}
          />
        )}
      </Panel>
    </div>
  );
}

function textOf(value: ProfileChange['before']): string | null {
  return typeof value === 'string' || value === null ? value : value.join('\n');
}
