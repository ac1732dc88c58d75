'use server';

import { changeView, createView, deleteView, NewView, ViewChange, ViewTarget } from '@raydeck/services';
import { serverAction } from '../server/action.ts';

export const createViewAction = serverAction({ input: NewView, permission: 'task.read', run: createView });

export const changeViewAction = serverAction({ input: ViewChange, permission: 'task.read', run: changeView });

export const deleteViewAction = serverAction({ input: ViewTarget, permission: 'task.read', run: deleteView });
