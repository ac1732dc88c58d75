'use server';

import { changeRetention, RetentionEdit, RetentionStart, startRetention } from '@raydeck/services';
import { serverAction } from '../server/action.ts';

const { succeededDays, failedDays, canceledDays, auditDays } = RetentionEdit.shape;

export const changeRetentionAction = serverAction({
  // The form has all of them.
  input: RetentionEdit.extend({
    succeededDays: succeededDays.unwrap(),
    failedDays: failedDays.unwrap(),
    canceledDays: canceledDays.unwrap(),
    auditDays: auditDays.unwrap(),
  }),
  permission: 'retention.write',
  run: changeRetention,
});

export const startRetentionAction = serverAction({
  input: RetentionStart.extend({ reason: RetentionStart.shape.reason.unwrap() }),
  permission: 'retention.write',
  run: startRetention,
});
