import { z } from 'zod';
import type { RayHttp } from '../http/ray-http.ts';
import { Job } from './job.ts';

/** All jobs that Ray remembers, drivers included. It has no pages and never shrinks by itself: call it seldom. */
export async function listJobs(http: RayHttp): Promise<Job[]> {
  return http.getJson('/api/jobs/', z.array(Job), { timeoutMs: 30_000 });
}
