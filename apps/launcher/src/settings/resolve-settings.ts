import { resolve } from 'node:path';
import { MachineError } from '@raydeck/embedded';
import { z } from 'zod';
import { type ConfigFile, readConfig } from '../config/read-config.ts';

const PORT_RANGE = 'choose a number between 1 and 65535';

/** The flags of `up`, as commander hands them over. */
export const UpFlags = z.object({
  detach: z.boolean().default(false),
  demo: z.boolean().default(false),
  code: z.string().optional(),
  config: z.string().optional(),
  ray: z.boolean().default(true),
  web: z.boolean().default(true),
  host: z.string().min(1).optional(),
  databaseUrl: z.string().optional(),
  rayAddress: z.string().optional(),
  port: z.coerce.number(PORT_RANGE).int(PORT_RANGE).min(1, PORT_RANGE).max(65_535, PORT_RANGE).optional(),
  yes: z.boolean().default(false),
});
export type UpFlags = z.infer<typeof UpFlags>;

/** What `up` shall make, after flags and `.env` have been weighed: a flag wins. */
export interface UpSettings {
  detach: boolean;
  demo: boolean;
  /** Answers yes to questions. */
  yes: boolean;
  web: boolean;
  /** Absolute, when given now. */
  codeDirectory: string | undefined;
  /** Read and sound. */
  configFile: ConfigFile | undefined;
  host: string;
  port: number | undefined;
  databaseUrl: string | undefined;
  ray: RayChoice;
  /** All of `.env`: handed on to worker and web. */
  dotenv: Record<string, string>;
}

export type RayChoice =
  { kind: 'embedded' } | { kind: 'none' } | { kind: 'given'; address: string; token: string | undefined };

const DatabaseUrl = z.url({ protocol: /^postgres(ql)?$/, hostname: /.*/ });
const RayAddress = z.url({ protocol: /^https?$/, hostname: /.*/ });

export function resolveSettings(flags: UpFlags, dotenv: Record<string, string>): UpSettings {
  return {
    detach: flags.detach,
    demo: flags.demo,
    yes: flags.yes,
    web: flags.web,
    codeDirectory: flags.code === undefined ? undefined : resolve(flags.code),
    configFile: readConfig(flags.config),
    host: flags.host ?? '127.0.0.1',
    port: flags.port ?? readPort(dotenv['PORT']),
    databaseUrl: readDatabaseUrl(flags.databaseUrl ?? dotenv['DATABASE_URL']),
    ray: chooseRay(flags, dotenv),
    dotenv,
  };
}

function chooseRay(flags: UpFlags, dotenv: Record<string, string>): RayChoice {
  if (!flags.ray) return { kind: 'none' };
  const address = flags.rayAddress ?? dotenv['RAY_ADDRESS'];
  if (address === undefined) return { kind: 'embedded' };
  if (!RayAddress.safeParse(address).success) {
    throw new MachineError(
      `The Ray address ${address} is not one of a dashboard.`,
      "Give the dashboard's: http://host:8265. (ray:// and host:6379 speak to Python drivers only.)",
    );
  }
  return { kind: 'given', address: address.replace(/\/+$/, ''), token: dotenv['RAY_AUTH_TOKEN'] };
}

function readDatabaseUrl(value: string | undefined): string | undefined {
  if (value === undefined || DatabaseUrl.safeParse(value).success) return value;
  throw new MachineError(
    'The given database URL is not one of PostgreSQL.',
    'Write it so: postgresql://user:password@host:5432/database',
  );
}

function readPort(value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const port = UpFlags.shape.port.safeParse(value);
  if (port.success) return port.data;
  throw new MachineError(`PORT=${value} in .env is not a port.`, 'Choose a number between 1 and 65535.');
}

/** Whether an address leads away from this machine. */
export function isRemote(address: string): boolean {
  return !['localhost', '127.0.0.1', '[::1]'].includes(new URL(address).hostname);
}
