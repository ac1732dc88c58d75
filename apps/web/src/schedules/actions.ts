'use server';

import {
  changeSchedule,
  deleteSchedule,
  pauseSchedule,
  putSchedule,
  resumeSchedule,
  runSchedule,
  ScheduleAction,
  ScheduleEdit,
  SchedulePause,
  SchedulePut,
} from '@raydeck/services';
import { serverAction } from '../server/action.ts';

export const createScheduleAction = serverAction({
  input: SchedulePut,
  permission: 'schedule.write',
  run: async (context, input) => (await putSchedule(context, input, 'absent')).schedule.name,
});

export const changeScheduleAction = serverAction({
  input: ScheduleEdit,
  permission: 'schedule.write',
  run: async (context, input) => (await changeSchedule(context, input)).name,
});

export const deleteScheduleAction = serverAction({
  input: ScheduleAction,
  permission: 'schedule.write',
  run: deleteSchedule,
});

export const pauseScheduleAction = serverAction({
  input: SchedulePause,
  permission: 'schedule.operate',
  run: async (context, input) => (await pauseSchedule(context, input)).name,
});

export const resumeScheduleAction = serverAction({
  input: ScheduleAction,
  permission: 'schedule.operate',
  run: async (context, input) => (await resumeSchedule(context, input)).name,
});

export const runScheduleAction = serverAction({
  input: ScheduleAction,
  permission: 'schedule.operate',
  run: runSchedule,
});
