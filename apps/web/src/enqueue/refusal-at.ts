import type { Declared } from './declared.ts';
import type { EnqueueValues } from './new-task-of.ts';

const settings: readonly (keyof EnqueueValues)[] = [
  'callable',
  'args',
  'kwargs',
  'queue',
  'priority',
  'runAt',
  'maxAttempts',
  'timeoutSeconds',
  'runner',
  'profile',
  'concurrencyKey',
  'tags',
];

/** A field of the form, and what stands beside it. */
export interface Refusal {
  field: string;
  problem: string;
}

/**
 * Where a refusal stands: `tasks[0].args` of the door, or `args` of the action. With fields for its parameters,
 * `kwargs.amount` and `args[1]` are theirs. What is within the value of a field is named in the sentence. Null: no field
 * that is shown.
 */
export function refusalAt(
  { path, message }: { path?: string | undefined; message: string },
  shown: Pick<Declared, 'parameters'> | null,
): Refusal | null {
  const local = path?.replace(/^tasks\[0\]\./, '') ?? '';
  const [name = ''] = /^\w*/.exec(local) ?? [];
  const said = withoutPath(message, local);
  if (name !== 'args' && name !== 'kwargs') {
    const field = settings.find((one) => one === name);
    return field ? { field, problem: sentence('', said) } : null;
  }
  const within = local.slice(name.length);
  if (!shown) return { field: name, problem: sentence(within, said) };
  const found = name === 'args' ? byPosition(within, shown) : byName(within, shown);
  return found && { field: `parameters.${found.name}`, problem: sentence(found.within, said) };
}

/** The door writes the path before the problem. */
function withoutPath(message: string, local: string): string {
  const start = `tasks[0].${local}: `;
  return message.startsWith(start) ? message.slice(start.length) : message.replace(/^tasks\[0\]\S*: /, '');
}

interface Found {
  name: string;
  within: string;
}

/** `[1].x` is within a parameter, or within what `*args` takes after all of them. */
function byPosition(place: string, { parameters }: Pick<Declared, 'parameters'>): Found | null {
  const [, digits = '', within = ''] = /^\[(\d+)\](.*)$/s.exec(place) ?? [];
  const positional = parameters.filter(({ kind }) => kind === 'positional_only' || kind === 'positional_or_keyword');
  const own = positional[Number(digits)];
  if (own && digits !== '') return { name: own.name, within };
  const rest = parameters.find(({ kind }) => kind === 'var_positional');
  return rest && digits !== '' ? { name: rest.name, within: `[${Number(digits) - positional.length}]${within}` } : null;
}

/** `.amount[0]` is within a parameter, or a member of what `**kwargs` takes. */
function byName(place: string, { parameters }: Pick<Declared, 'parameters'>): Found | null {
  const [, name, within = ''] = /^\.([^.[]+)(.*)$/s.exec(place) ?? [];
  if (parameters.some((one) => one.name === name && !one.kind.startsWith('var_'))) return { name: name ?? '', within };
  const others = parameters.find(({ kind }) => kind === 'var_keyword');
  return others ? { name: others.name, within: place } : null;
}

function sentence(within: string, said: string): string {
  const place = within.replace(/^\./, '');
  const text = place === '' ? `${said.charAt(0).toUpperCase()}${said.slice(1)}` : `${place} ${said}`;
  return text.endsWith('.') ? text : `${text}.`;
}
