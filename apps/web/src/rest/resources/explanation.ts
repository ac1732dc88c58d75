import { helpActions, reasonCodes, taskStates, tones } from '@raydeck/core';
import { z } from 'zod';

const time = z.iso.datetime();

const Help = z.strictObject({
  action: z.enum(helpActions),
  target: z.string().meta({ description: 'Queue, cluster, task or attempt; empty: no single one.' }),
  text: z.string(),
});

const Reason = z
  .strictObject({
    code: z.enum(reasonCodes),
    tone: z.enum(tones).meta({ description: 'Only what is stuck needs somebody.' }),
    text: z.string(),
    time: z.strictObject({ kind: z.enum(['since', 'until']), at: time }).nullable(),
    quote: z.string().nullable().meta({ description: 'What Ray or a set-up says of it.' }),
    holders: z
      .array(z.strictObject({ taskId: z.guid(), callable: z.string() }))
      .meta({ description: 'Some tasks that hold the places, as far as the caller reaches them.' }),
    help: z.array(Help).meta({ description: 'What would help, or show more.' }),
  })
  .meta({ id: 'ExplainedReason' });

export const Explanation = z
  .strictObject({
    id: z.guid(),
    state: z.enum(taskStates),
    at: time.meta({ description: 'When this was so.' }),
    title: z.string(),
    reasons: z.array(Reason).min(1),
  })
  .meta({ id: 'Explanation' });
