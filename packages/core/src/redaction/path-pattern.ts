import { RaydeckError } from '../error.ts';

/** One path, as its steps: a name, an index, `*` for any one of them, `**` for any number. */
export type PathPattern = readonly string[];

/** How far a path has come in each pattern that still fits: the steps that are left. */
export type PathStates = readonly PathPattern[];

/** What a path may begin with. */
export const pathRoots = ['args', 'kwargs', 'result'] as const;

/** `call` is both arguments in one object, `{"args": […], "kwargs": {…}}`. */
export type PathRoot = (typeof pathRoots)[number] | 'call';

const longestPath = 300;
const mostSteps = 20;

/** `kwargs.customer.iban`, `args[0]`, `result.items[*].email`, `kwargs.**.pin`. Throws INVALID. */
export function pathPattern(text: string): PathPattern {
  if (text.length > longestPath) throw invalid(text, `has more than ${longestPath} characters`);
  const steps = text.replaceAll(/\[(\d+|\*)\]/g, '.$1').split('.');
  const [root = ''] = steps;
  if (!pathRoots.some((one) => one === root)) throw invalid(text, `must begin with ${pathRoots.join(', ')}`);
  if (steps.length < 2) throw invalid(text, 'must say what of it, such as kwargs.customer');
  if (steps.length > mostSteps) throw invalid(text, `has more than ${mostSteps} steps`);
  if (steps.some((step) => step === '' || /[[\]]/.test(step))) throw invalid(text, 'has an empty or unfinished step');
  if (steps.some((step, at) => step === '**' && steps[at + 1] === '**')) throw invalid(text, 'has ** twice in a row');
  if (steps.some((step) => step.includes('*') && step !== '*' && step !== '**')) {
    throw invalid(text, 'has a * that is not a whole step');
  }
  return steps;
}

/** What is left of the patterns after one more step. */
export function advance(states: PathStates, step: string): PathStates {
  const next: PathPattern[] = [];
  for (const state of states) {
    const [head, following, ...rest] = state;
    if (head === '**') {
      next.push(state);
      if (following === '*' || following === step) next.push(rest);
    } else if (head === '*' || head === step) next.push(state.slice(1));
  }
  return next;
}

/** Whether the path so far is all that some pattern wants. */
export function isReached(states: PathStates): boolean {
  return states.some((state) => state.length === 0 || (state.length === 1 && state[0] === '**'));
}

function invalid(text: string, problem: string): RaydeckError {
  return new RaydeckError('INVALID', `The path "${text.slice(0, longestPath)}" ${problem}.`);
}
