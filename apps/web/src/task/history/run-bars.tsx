import { BarChart } from '@mantine/charts';
import { type TaskState, taskStates } from '@raydeck/core';
import type { Run } from '@raydeck/services';
import { useRouter } from 'next/navigation';
import { formatDuration } from '../../ui/format-time.ts';
import { stateColor, stateWord } from '../../ui/state-badge.tsx';
import { durationOf } from './history-summary.ts';

type Bar = { id: string; run: Run } & Partial<Record<TaskState, number>>;

/** One for each state: a bar has its height in its own state's series. */
const series = taskStates.map((state) => ({ name: state, color: stateColor(state) }));

/** A bar for each run, oldest first, as high as it took and in its state's colour; the links below say the same in words. */
export function RunBars({ runs, chosen }: { runs: readonly Run[]; chosen: string }) {
  const router = useRouter();
  const lengths = runs.map((run) => (durationOf(run) ?? 0) / 1_000);
  // What never ran, or not for long, is seen too.
  const least = Math.max(...lengths, 0.001) / 16;
  const data = runs.map((run, index): Bar => ({ id: run.id, run, [run.state]: Math.max(lengths[index] ?? 0, least) }));
  return (
    <BarChart
      h={84}
      data={data.toReversed()}
      dataKey="id"
      series={series}
      type="stacked"
      withXAxis={false}
      withYAxis={false}
      gridAxis="none"
      tooltipAnimationDuration={0}
      tooltipProps={{ content: <RunTip chosen={chosen} /> }}
      barProps={{
        isAnimationActive: false,
        maxBarSize: 10,
        style: { cursor: 'pointer' },
        onClick: ({ payload }) => router.push(`/tasks/${(payload as Bar).id}`),
      }}
      barChartProps={{
        accessibilityLayer: false,
        margin: { top: 4, right: 0, bottom: 0, left: 0 },
        barCategoryGap: '12%',
      }}
      role="img"
      aria-label={`How long the last ${runs.length} runs took, and how they ended`}
    />
  );
}

/** Recharts hands it what is under the pointer. */
function RunTip({ payload, chosen }: { payload?: readonly { payload: Bar }[]; chosen: string }) {
  const bar = payload?.[0]?.payload;
  if (!bar) return null;
  const duration = durationOf(bar.run);
  const words = [stateWord(bar.run.state), duration === null ? null : formatDuration(duration), bar.run.errorClass];
  return (
    <div style={tip}>
      {words.filter(Boolean).join(' · ')}
      {bar.id === chosen && ' · this one'}
    </div>
  );
}

const tip = {
  padding: '4px 8px',
  fontSize: 12,
  background: 'var(--surface)',
  border: '1px solid var(--line)',
  borderRadius: 4,
} as const;
