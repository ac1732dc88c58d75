import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { checkoutDir } from '../checkout.ts';

export interface Instruction {
  name: string;
  value: string;
}

/** Of an image: its instructions in order, and the command that its last stage starts. */
export interface Dockerfile {
  instructions: Instruction[];
  command: string[];
  environment: Record<string, string>;
}

/** Reads deploy/docker/NAME.Dockerfile; ours have one instruction on each line. */
export function readDockerfile(name: 'worker' | 'web'): Dockerfile {
  const text = readFileSync(join(checkoutDir, `deploy/docker/${name}.Dockerfile`), 'utf8');
  const instructions = [...text.matchAll(/^([A-Z]+) (.+)$/gm)].map(([, key = '', value = '']) => ({
    name: key,
    value,
  }));
  const last = (key: string) => instructions.findLast((instruction) => instruction.name === key)?.value ?? '';
  return {
    instructions,
    command: z.array(z.string()).parse(JSON.parse(last('CMD'))),
    environment: Object.fromEntries(last('ENV').split(' ').map(assignment)),
  };
}

function assignment(text: string): [string, string] {
  const [name = '', value = ''] = text.split('=');
  return [name, value];
}
