import type { ScheduleModel } from '@raydeck/db';
import { type Context, payloadRing } from '../context.ts';
import { openPayload, schedulePlace, sealPayload } from '../secrets/sealed-payload.ts';

/** A row with its arguments in the clear. Throws MissingKeyError. */
export function openSchedule({ keyRing }: Pick<Context, 'keyRing'>, row: ScheduleModel): ScheduleModel {
  const place = schedulePlace(row.name);
  const opened = (root: 'args' | 'kwargs'): string => openPayload(keyRing, place, root, row[root]);
  return { ...row, args: opened('args'), kwargs: opened('kwargs') };
}

/** Columns as they are kept: with their arguments encrypted, where payloads are. */
export function sealColumns<C extends { args: string; kwargs: string }>(
  context: Pick<Context, 'keyRing' | 'encryptsPayloads'>,
  name: string,
  columns: C,
): C {
  const ring = payloadRing(context);
  if (!ring) return columns;
  const sealed = (root: 'args' | 'kwargs'): string => sealPayload(ring, schedulePlace(name), root, columns[root]);
  return { ...columns, args: sealed('args'), kwargs: sealed('kwargs') };
}
