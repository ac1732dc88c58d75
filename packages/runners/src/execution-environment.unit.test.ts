import type { ProfileVersion } from '@raydeck/core';
import { describe, expect, it } from 'vitest';
import { executionEnvironment } from './execution-environment.ts';
import { localEnvironment } from './local/local-environment.ts';

const access = { attemptApiUrls: ['http://a:7711', 'http://b:7711'] };
const profile = (envVars: Record<string, string>): ProfileVersion => ({
  id: 'p',
  name: 'shop',
  version: 1,
  source: { kind: 'image' },
  requirements: null,
  envVars,
  python: null,
});

describe('executionEnvironment', () => {
  it('names the ticket and where to exchange it, and nothing that was not given', () => {
    expect(executionEnvironment({ ticket: 't', profile: null }, access)).toEqual({
      RAYDECK_TICKET: 't',
      RAYDECK_ATTEMPT_API_URLS: 'http://a:7711,http://b:7711',
    });
    const graces = { attemptApiCa: '/ca.pem', startGraceSeconds: 5, reportGraceSeconds: 0 };
    expect(executionEnvironment({ ticket: 't', profile: null }, { ...access, ...graces })).toMatchObject({
      RAYDECK_ATTEMPT_API_CA: '/ca.pem',
      RAYDECK_START_GRACE_SECONDS: '5',
      RAYDECK_REPORT_GRACE_SECONDS: '0',
    });
  });

  it.each([
    'PATH',
    'PYTHONPATH',
    'LD_PRELOAD',
    'DYLD_INSERT_LIBRARIES',
    'RAY_RUNTIME_ENV_HOOK',
    'ray_x',
    'RAYDECK_TICKET',
  ])('refuses a profile that sets %s', (name) => {
    const execution = { ticket: 't', profile: profile({ [name]: 'x' }) };
    expect(() => executionEnvironment(execution, access)).toThrow(expect.objectContaining({ code: 'PRECONDITION' }));
  });

  it('passes on other variables of a profile', () => {
    const execution = { ticket: 't', profile: profile({ SHOP_PATH: '/x', RAYS: '1' }) };
    expect(executionEnvironment(execution, access)).toMatchObject({ SHOP_PATH: '/x', RAYS: '1' });
  });
});

describe('localEnvironment', () => {
  it('inherits basic and allowed variables only', () => {
    const env = localEnvironment({
      inherited: {
        PATH: '/bin',
        HOME: '/home/x',
        DATABASE_URL: 'secret',
        RAYDECK_SECRET: 'secret',
        PROXY: 'p',
        LD_PRELOAD: 'x',
      },
      allowed: ['PROXY', 'ABSENT'],
      execution: { RAYDECK_TICKET: 't' },
      pythonPath: ['/a', '/b'],
    });
    expect(env).toEqual({ PATH: '/bin', HOME: '/home/x', PROXY: 'p', RAYDECK_TICKET: 't', PYTHONPATH: '/a:/b' });
  });
});
