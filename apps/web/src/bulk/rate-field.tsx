import { NumberInput } from '@mantine/core';
import { bulkRate } from '@raydeck/core';
import { aboutDuration } from './about-duration.ts';
import type { ChangeValues } from './change-field.tsx';

interface Props {
  count: number;
  values: ChangeValues;
  onChange: (values: ChangeValues) => void;
}

/** How fast it goes at most, and how long that will take. */
export function RateField({ count, values, onChange }: Props) {
  const { perSecond } = values;
  const takes = perSecond === null ? '' : ` This takes about ${aboutDuration((count / perSecond) * 1_000)}.`;
  return (
    <NumberInput
      label="Tasks a second"
      description={`At most ${bulkRate.most}.${takes}`}
      min={1}
      max={bulkRate.most}
      allowDecimal={false}
      clampBehavior="strict"
      value={perSecond ?? ''}
      onChange={(value) => onChange({ ...values, perSecond: typeof value === 'number' ? value : null })}
    />
  );
}
