import { roles, scopes } from '@raydeck/core';
import { AuditFilter, Invitation, NewApiKey, NewUser, UserChange } from '@raydeck/services';
import { z } from 'zod';
import { timeText } from './parameters.ts';
import { ReasonBody } from './task-body.ts';

const time = z.iso.datetime();

export const ApiKey = z
  .strictObject({
    id: z.guid(),
    name: z.string(),
    prefix: z.string().meta({ description: 'The part of its text that may be shown: rdk_<prefix>_…' }),
    scopes: z.array(z.enum(scopes)),
    queues: z.array(z.string()).meta({ description: 'Empty: all.' }),
    callables: z.array(z.string()).meta({ description: 'Dotted prefixes. Empty: all.' }),
    ownTasksOnly: z.boolean().meta({ description: 'Whether only tasks that it enqueued itself exist for it.' }),
    canViewPayload: z.boolean(),
    createdBy: z.string(),
    createdAt: time,
    expiresAt: time.nullable(),
    lastUsedAt: time.nullable().meta({ description: 'To the minute.' }),
    revokedAt: time.nullable(),
  })
  .meta({ id: 'ApiKey' });

export const MadeApiKey = ApiKey.extend({
  key: z.string().meta({ description: 'The key’s text, this once.' }),
}).meta({ id: 'MadeApiKey' });

export const NewApiKeyBody = NewApiKey.extend({ expiresAt: timeText.nullable().optional() }).meta({ id: 'NewApiKey' });

export const User = z
  .strictObject({
    id: z.guid(),
    email: z.string(),
    name: z.string(),
    role: z.enum(roles),
    canViewPayload: z.boolean(),
    disabledAt: time.nullable(),
    createdAt: time,
    lastSignInAt: time.nullable(),
  })
  .meta({ id: 'User' });

export const NewUserBody = z
  .strictObject({ ...NewUser.shape, canViewPayload: NewUser.shape.canViewPayload.optional() })
  .meta({ id: 'NewUser' });

const { disabled: isDisabled, name, role, canViewPayload, pauseSchedules } = UserChange.shape;

export const RevocationBody = ReasonBody.extend({
  pauseSchedules: pauseSchedules.meta({
    description: 'Whether the schedules that the key made are paused. Default no.',
  }),
}).meta({ id: 'Revocation' });

export const UserBody = z
  .strictObject({ name, role, canViewPayload, isDisabled, pauseSchedules })
  .extend(ReasonBody.shape)
  .meta({ id: 'UserSettings' });

export const InvitationBody = Invitation.meta({ id: 'Invitation' });

export const UserLinkResource = z
  .strictObject({
    path: z.string().meta({ description: 'Of the console. Whoever holds it may use it, once.' }),
    expiresAt: time,
  })
  .meta({ id: 'UserLink' });

export const InvitedUser = z.strictObject({ user: User, link: UserLinkResource }).meta({ id: 'InvitedUser' });

export const PasswordBody = z
  .strictObject({ password: NewUser.shape.password })
  .extend(ReasonBody.shape)
  .meta({ id: 'NewPassword' });

export const AuditPage = z
  .strictObject({
    items: z.array(
      z
        .strictObject({
          id: z.guid(),
          at: time,
          actor: z.string(),
          actorRole: z.string().meta({ description: 'A person’s role, or a key’s scopes, at that time.' }),
          action: z.string(),
          targetType: AuditFilter.shape.targetType.unwrap(),
          targetId: z.string(),
          reason: z.string().nullable(),
          before: z.record(z.string(), z.unknown()).nullable(),
          after: z.record(z.string(), z.unknown()).nullable(),
        })
        .meta({ id: 'AuditRow' }),
    ),
    nextCursor: z.string().nullable(),
    isPartial: z.boolean(),
  })
  .meta({ id: 'AuditPage' });
