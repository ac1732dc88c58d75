import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { checkoutDir } from '../checkout.ts';

const Service = z.object({
  image: z.string().optional(),
  build: z.object({ dockerfile: z.string() }).optional(),
  command: z.array(z.string()).optional(),
  user: z.string().optional(),
  privileged: z.boolean().optional(),
  network_mode: z.string().optional(),
  cap_drop: z.array(z.string()).optional(),
  cap_add: z.array(z.string()).optional(),
  security_opt: z.array(z.string()).optional(),
  read_only: z.boolean().optional(),
  restart: z.string(),
  mem_limit: z.string().optional(),
  environment: z.record(z.string(), z.string()),
  ports: z.array(z.string()).default([]),
  networks: z.array(z.string()),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  stop_grace_period: z.string().optional(),
});

/** What stands in docker-compose.yml of a service, its anchors merged and its variables as they are written. */
export type Service = z.infer<typeof Service>;

const path = join(checkoutDir, 'docker-compose.yml');

export function readServices(): Map<string, Service> {
  const { services } = z
    .object({ services: z.record(z.string(), Service) })
    .parse(parse(readFileSync(path, 'utf8'), { merge: true }));
  return new Map(Object.entries(services));
}

export function readService(name: string): Service {
  const service = readServices().get(name);
  if (!service) throw new Error(`docker-compose.yml has no service ${name}.`);
  return service;
}

/** The variables that docker-compose.yml takes from .env: required ones with what is said when they are missing. */
export function readVariables(): { name: string; remedy: string | undefined }[] {
  const text = readFileSync(path, 'utf8').replaceAll(/^ *#.*$/gm, '');
  return [...text.matchAll(/\$\{([A-Z0-9_]+)(?::\?([^}]+))?/g)].map(([, name = '', remedy]) => ({ name, remedy }));
}

/** The lines of deploy/docker/.env.example: secrets without a value, and what may be changed, commented out. */
export function readExample(): Map<string, string> {
  const text = readFileSync(join(checkoutDir, 'deploy/docker/.env.example'), 'utf8');
  return new Map([...text.matchAll(/^#?([A-Z0-9_]+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]));
}

/** The environment of a service as Compose makes it of the variables in .env. */
export function resolveEnvironment(name: string, variables: NodeJS.Dict<string>): Record<string, string> {
  const resolve = (text: string): string => {
    const next = text.replaceAll(
      /\$\{([A-Z0-9_]+)(?::([-?])([^${}]*))?\}/g,
      (_all, variable: string, kind, rest: string) => {
        const value = variables[variable];
        if (value) return value;
        if (kind === '-') return rest;
        throw new Error(`${variable} is missing: ${rest}`);
      },
    );
    return next === text ? text : resolve(next);
  };
  const { environment } = readService(name);
  return Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, resolve(value)]));
}
