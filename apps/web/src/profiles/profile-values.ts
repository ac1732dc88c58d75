import type { Profile, ProfileSettingsInput } from '@raydeck/services';

export interface NamedValue {
  name: string;
  value: string;
}

/** The form's fields. A secret whose value stays empty keeps what it had. */
export interface ProfileValues {
  name: string;
  sourceKind: 'image' | 'package' | 'uri';
  hash: string;
  uri: string;
  installer: 'pip' | 'uv';
  /** A line for each. */
  packages: string;
  envVars: NamedValue[];
  secrets: (NamedValue & { isKept: boolean })[];
  python: string;
  djangoSettingsModule: string;
  reason: string;
}

export const emptyProfile: ProfileValues = {
  name: '',
  sourceKind: 'image',
  hash: '',
  uri: '',
  installer: 'pip',
  packages: '',
  envVars: [],
  secrets: [],
  python: '',
  djangoSettingsModule: '',
  reason: '',
};

export function valuesOf(profile: Profile): ProfileValues {
  const { name, source, requirements, envVars, secretNames, python, djangoSettingsModule } = profile;
  return {
    ...emptyProfile,
    name,
    sourceKind: source.kind,
    hash: source.kind === 'package' ? source.hash : '',
    uri: source.kind === 'uri' ? source.uri : '',
    installer: requirements?.installer ?? 'pip',
    packages: (requirements?.packages ?? []).join('\n'),
    envVars: Object.entries(envVars).map(([variable, value]) => ({ name: variable, value })),
    secrets: secretNames.map((secret) => ({ name: secret, value: '', isKept: true })),
    python: python ?? '',
    djangoSettingsModule: djangoSettingsModule ?? '',
  };
}

export function settingsOf(values: ProfileValues): ProfileSettingsInput {
  const packages = linesOf(values.packages);
  return {
    source: sourceOf(values),
    requirements: packages.length === 0 ? null : { installer: values.installer, packages },
    envVars: Object.fromEntries(values.envVars.map(({ name, value }) => [name.trim(), value])),
    secrets: Object.fromEntries(
      values.secrets.map(({ name, value, isKept }) => [name.trim(), isKept && value === '' ? (true as const) : value]),
    ),
    python: values.python.trim() || null,
    djangoSettingsModule: values.djangoSettingsModule.trim() || null,
  };
}

function sourceOf({ sourceKind, hash, uri }: ProfileValues): ProfileSettingsInput['source'] {
  if (sourceKind === 'package') return { kind: sourceKind, hash: hash.trim().toLowerCase() };
  if (sourceKind === 'uri') return { kind: sourceKind, uri: uri.trim() };
  return { kind: sourceKind };
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}

/** What is wrong with the names of a list: two of a name would be one. */
export function namesProblem(values: readonly NamedValue[]): string | null {
  const names = values.map(({ name }) => name.trim());
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  return twice === undefined ? null : `${twice || 'An empty name'} is there twice.`;
}

/** The field that shows what is wrong at this path of a profile. */
export function fieldOf(path: string, values: ProfileValues): string {
  const [root = '', part = '', ...rest] = path.replace(/^settings\./, '').split('.');
  if (root === 'source') return part === 'uri' || part === 'hash' ? part : 'sourceKind';
  if (root === 'requirements') return 'packages';
  if (root !== 'envVars' && root !== 'secrets') return root;
  const name = [part, ...rest].join('.');
  const at = values[root].findIndex((one) => one.name.trim() === name);
  return at === -1 ? root : `${root}.${at}.name`;
}
