import { celeryProcesses } from './celery-stack.ts';
import type { DjangoRay } from './django-ray.ts';

/** What each figure is worth: they do not promise the same. */
export const guarantees = {
  celery:
    `${celeryProcesses} prefork processes and settings as they come: a task is acknowledged before it runs, and the one that runs when its worker dies is gone. ` +
    'Redis writes to a file and flushes it once a second: with the machine goes what it was told in the last one. Results are stored in Redis.',
  djangoRay:
    'its quick start, with 1,000 tasks under way, the most that it allows. A task is a row of the Django database; what a lost worker had started may run a second time.',
  raydeck:
    'an accepted task is flushed to PostgreSQL before the answer and is not lost; an attempt starts user code at most once, and a late worker cannot finish one ' +
    'that it lost. Tasks, attempts and results are kept in PostgreSQL.',
};

/** The same as paragraphs below the figures. */
export function notesOf(djangoRay: DjangoRay): string[] {
  return [
    `Celery + Redis: ${guarantees.celery}`,
    `django-ray: ${'missing' in djangoRay ? `not measured: ${djangoRay.missing}` : guarantees.djangoRay}`,
    `Raydeck: ${guarantees.raydeck}`,
    'Latency is from before the call to the end of the task, without the way of its result back.',
    'Memory is resident, shared pages counted once; that of Raydeck with PostgreSQL and Ray itself, each with what the drains left in it.',
  ];
}
