import type * as client from '@raydeck/client';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import { listTasks } from './endpoints/list-tasks.ts';
import type { Problem } from './problem.ts';
import type { Explanation } from './resources/explanation.ts';
import type { AttemptLog } from './resources/operations.ts';
import type { Control, ControlBody, Queue, QueueBody } from './resources/queue.ts';
import type {
  CatalogueBody,
  CatalogueItem,
  Package,
  Profile,
  ProfileBody,
  ProfileDiff,
  ProfileHistory,
  ProfileWritten,
} from './resources/profile.ts';
import type { Schedule, ScheduleBody, ScheduleChangeBody, Tick } from './resources/schedule.ts';
import type { Task, TaskPage } from './resources/task.ts';
import type { RetryTaskBody, TaskBody, TaskEditBody } from './resources/task-body.ts';

// The client's types are written by hand, for people. The compiler holds them to the schemas that the endpoints parse and answer
// by: where they differ this file has a type error, and `./raydeck check` fails.

/** A schema's value as JSON carries it: members are there or not, and never undefined. */
type Wire<T> = T extends readonly (infer Item)[]
  ? Wire<Item>[]
  : T extends object
    ? { [Name in keyof T]: Wire<Exclude<T[Name], undefined>> }
    : T;

type Answer<Schema extends z.ZodType> = Wire<z.output<Schema>>;
type Body<Schema extends z.ZodType> = Wire<z.input<Schema>>;

/** What a caller says, as it goes out: times as text, JSON text as what it stands for. */
type Said<T> = T extends Date | client.RawJson
  ? never
  : T extends readonly (infer Item)[]
    ? Said<Item>[]
    : T extends object
      ? { -readonly [Name in keyof T]: Said<T[Name]> }
      : T;

/** Calls take the reason beside their other options; it goes out in the body. */
type Reasoned<T> = { [Name in keyof (T & { reason?: string })]: (T & { reason?: string })[Name] };

describe('the client’s types', () => {
  it('of answers are the server’s schemas', () => {
    expectTypeOf<client.Task>().toEqualTypeOf<Answer<typeof Task>>();
    // Wider on purpose: there may be new reasons.
    expectTypeOf<Answer<typeof Explanation>>().toExtend<client.Explanation>();
    expectTypeOf<client.TaskPage>().toEqualTypeOf<Answer<typeof TaskPage>>();
    expectTypeOf<client.Queue>().toEqualTypeOf<Answer<typeof Queue>>();
    expectTypeOf<client.Control>().toEqualTypeOf<Answer<typeof Control>>();
    expectTypeOf<client.Schedule>().branded.toEqualTypeOf<Answer<typeof Schedule>>();
    expectTypeOf<client.Tick>().toEqualTypeOf<Answer<typeof Tick>>();
    expectTypeOf<client.Profile>().toEqualTypeOf<Answer<typeof Profile>>();
    expectTypeOf<client.ProfileHistory>().toEqualTypeOf<Answer<typeof ProfileHistory>>();
    expectTypeOf<client.PutProfile>().toEqualTypeOf<Answer<typeof ProfileWritten>>();
    expectTypeOf<client.ProfileChange[]>().toEqualTypeOf<Answer<typeof ProfileDiff>['changes']>();
    expectTypeOf<client.StoredPackage>().toEqualTypeOf<Answer<typeof Package>>();
    expectTypeOf<client.CatalogueItem>().toEqualTypeOf<Answer<typeof CatalogueItem>>();
    expectTypeOf<client.AttemptLog>().toEqualTypeOf<Answer<typeof AttemptLog>>();
    expectTypeOf<client.Problem & { title: string }>().branded.toEqualTypeOf<Answer<typeof Problem>>();
  });

  it('of bodies say all that the server takes, and nothing else', () => {
    expectTypeOf<Said<client.NewTask>>().toEqualTypeOf<Body<typeof TaskBody>>();
    expectTypeOf<Said<Reasoned<client.TaskEdit>>>().toEqualTypeOf<Body<typeof TaskEditBody>>();
    expectTypeOf<Said<{ reason?: string; changes?: client.RetryChanges }>>().toEqualTypeOf<
      Body<typeof RetryTaskBody>
    >();
    expectTypeOf<Said<Reasoned<client.ScheduleSettings>>>().toEqualTypeOf<Body<typeof ScheduleBody>>();
    expectTypeOf<Said<Reasoned<Partial<client.ScheduleSettings>>>>().toEqualTypeOf<Body<typeof ScheduleChangeBody>>();
    expectTypeOf<Said<Reasoned<client.ProfileSettings>>>().toEqualTypeOf<Body<typeof ProfileBody>>();
    expectTypeOf<client.NewCatalogueEntry[]>().branded.toEqualTypeOf<Body<typeof CatalogueBody>['entries']>();
    expectTypeOf<Said<Reasoned<client.QueueSettings>>>().toEqualTypeOf<Body<typeof QueueBody>>();
    expectTypeOf<Reasoned<{ concurrencyLimit: number | null }>>().toEqualTypeOf<Body<typeof ControlBody>>();
  });

  it('of a filter name the parameters of the list', () => {
    const names: Record<keyof client.TaskFilter | 'cursor', true> = {
      state: true,
      queue: true,
      callable: true,
      tag: true,
      runner: true,
      profile: true,
      errorClass: true,
      rayJob: true,
      node: true,
      attemptState: true,
      createdBy: true,
      createdAfter: true,
      createdBefore: true,
      finishedAfter: true,
      finishedBefore: true,
      worker: true,
      text: true,
      limit: true,
      cursor: true,
    };
    expect(new Set(Object.keys(names))).toEqual(new Set(Object.keys(listTasks.query?.shape ?? {})));
  });
});
