import type { Profile } from '@raydeck/services';
import { describe, expect, it } from 'vitest';
import { emptyProfile, fieldOf, namesProblem, settingsOf, valuesOf } from './profile-values.ts';

const profile: Profile = {
  name: 'shop',
  version: 3,
  source: { kind: 'uri', uri: 'https://code.example/shop.zip' },
  requirements: { installer: 'uv', packages: ['numpy==2', 'pillow'] },
  envVars: { MODE: 'live', LINES: 'a\nb' },
  secretNames: ['API_KEY', 'TOKEN'],
  python: null,
  djangoSettingsModule: 'shop.settings',
  createdBy: 'user:ada@example.com',
  createdAt: new Date('2026-11-28T12:00:00Z'),
  reason: null,
};

describe('The form of a profile', () => {
  it('gives back what it was given, and keeps each secret that is left alone', () => {
    expect(settingsOf(valuesOf(profile))).toEqual({
      source: profile.source,
      requirements: profile.requirements,
      envVars: profile.envVars,
      secrets: { API_KEY: true, TOKEN: true },
      python: null,
      djangoSettingsModule: 'shop.settings',
    });
  });

  it('sets the secret that was typed, and reads requirements as lines', () => {
    const [kept, changed] = valuesOf(profile).secrets;
    const secrets = [kept, { ...changed, value: 'new' }, { name: ' MORE ', value: 'x', isKept: false }];
    const values = { ...emptyProfile, packages: '\n numpy \n# a comment\n', secrets } as typeof emptyProfile;
    expect(settingsOf(values)).toMatchObject({
      source: { kind: 'image' },
      requirements: { installer: 'pip', packages: ['numpy'] },
      secrets: { API_KEY: true, TOKEN: 'new', MORE: 'x' },
    });
  });

  it('refuses two of one name, which would be one', () => {
    expect(namesProblem([{ name: 'A', value: '1' }])).toBeNull();
    expect(namesProblem([1, 2].map(() => ({ name: 'A', value: '' })))).toBe('A is there twice.');
  });

  it.each([
    ['settings.source.uri', 'uri'],
    ['settings.requirements.packages.1', 'packages'],
    ['settings.envVars.LINES', 'envVars.1.name'],
    ['secrets.TOKEN', 'secrets.1.name'],
    ['settings.secrets', 'secrets'],
    ['python', 'python'],
  ])('shows what is wrong at %s in its field', (path, field) => {
    expect(fieldOf(path, valuesOf(profile))).toBe(field);
  });
});
