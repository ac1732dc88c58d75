import type { ErrorObject } from 'ajv';

/** What ajv found, in a path and a sentence that hold nothing of the value. */
export function violationOf(errors: readonly ErrorObject[]): { path: string; problem: string } {
  const last = errors.at(-1);
  if (!last) return { path: '', problem: 'does not fit its schema' };
  if (last.keyword !== 'anyOf' && last.keyword !== 'oneOf') return told(last);
  // The branches' own errors come before: of types they make one sentence, else the one that got deepest says most.
  const branches = errors.slice(0, -1);
  const types = branches.filter((error) => error.keyword === 'type' && error.instancePath === last.instancePath);
  if (types.length > 0 && types.length === branches.length) {
    const names = types.map((error) => String(error.params['type']).replaceAll(',', ' or '));
    return { path: pathOf(last.instancePath), problem: `must be ${[...new Set(names)].join(' or ')}` };
  }
  const deepest = branches.toSorted((a, b) => depthOf(b) - depthOf(a))[0];
  return told(deepest && depthOf(deepest) > depthOf(last) ? deepest : last);
}

function told(error: ErrorObject): { path: string; problem: string } {
  const extra: unknown = error.params['additionalProperty'] ?? error.params['unevaluatedProperty'];
  const name = typeof extra === 'string' ? `: ${extra.slice(0, 100)}` : '';
  return { path: pathOf(error.instancePath), problem: `${error.message ?? 'does not fit its schema'}${name}` };
}

/** `/items/0/a~1b` as `.items[0].a/b`. */
function pathOf(pointer: string): string {
  const steps = pointer.split('/').slice(1);
  const shown = steps.map((step) =>
    /^\d+$/.test(step) ? `[${step}]` : `.${step.replaceAll('~1', '/').replaceAll('~0', '~')}`,
  );
  return shown.join('');
}

function depthOf(error: ErrorObject): number {
  return error.instancePath.split('/').length;
}
