import { z } from 'zod';

/** What an address may name of an attempt; times are milliseconds since 1970, with five minutes around the execution. */
export const linkFields = [
  'taskId',
  'attemptId',
  'attempt',
  'callable',
  'queue',
  'worker',
  'rayJobId',
  'rayNodeId',
  'pod',
  'from',
  'to',
] as const;

export type LinkValues = Record<(typeof linkFields)[number], string | null>;

const placeholder = /\{(\w*)\}/g;

/** An http or https address with `{taskId}` and the like in its path, query or fragment: whom it leads to is fixed. */
export const LinkTemplate = z
  .string()
  .max(2_000)
  .refine((text) => isAddress(text.replaceAll(placeholder, 'x')), 'must be an http or https address')
  .refine((text) => !/^[^/]*\/\/[^/?#]*[{}]/.test(text), 'must name its host without placeholders')
  .refine(
    (text) => [...text.matchAll(placeholder)].every(([, name]) => linkFields.some((field) => field === name)),
    `must name only ${linkFields.map((field) => `{${field}}`).join(', ')}`,
  );

function isAddress(text: string): boolean {
  return /^https?:\/\/[^/?#]/i.test(text) && URL.canParse(text) && !/[\s{}]/.test(text);
}

/** The address for an attempt; null when it lacks what the template names, such as a pod. Values are encoded: none breaks out. */
export function fillTemplate(template: string, values: LinkValues): string | null {
  let isWhole = true;
  const filled = template.replaceAll(placeholder, (_whole, name: keyof LinkValues) => {
    const value = values[name];
    isWhole &&= value !== null;
    return encodeURIComponent(value ?? '');
  });
  return isWhole ? filled : null;
}
