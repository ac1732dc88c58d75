import { describe, expect, it } from 'vitest';
import { modulePathProblem, pythonProblem, variableProblem } from './profile.ts';

describe('the name of a variable or secret', () => {
  it.each(['SHOP_MODE', '_x', 'PIP_INDEX_URL', 'RAYS', 'MY_PATH', 'PATHS', 'LDAP'])('may be %s', (name) => {
    expect(variableProblem(name)).toBeNull();
  });

  it.each([
    'RAY_ADDRESS',
    'ray_x',
    'RAYDECK_TICKET',
    'LD_PRELOAD',
    'DYLD_INSERT_LIBRARIES',
    'PYTHONPATH',
    'PATH',
    'path',
    '',
    '1A',
    'A-B',
    'A B',
    'A=B',
    'A\0',
    'Ä',
    'A\n',
    'A'.repeat(201),
  ])('is refused: %j', (name) => {
    expect(variableProblem(name)).not.toBeNull();
  });
});

describe('the interpreter’s command', () => {
  it.each(['python', 'python3.12', '/opt/venv/bin/python', 'my_python-1+2'])('may be %s', (python) => {
    expect(pythonProblem(python)).toBeNull();
  });

  it.each([
    '',
    'python -I',
    'python;id',
    '$(id)',
    '`id`',
    'a|b',
    'a&b',
    'a>b',
    '"python"',
    "'python'",
    '~/python',
    'bin/python',
    '-c',
    '/usr/../bin/python',
    '/',
    '//bin/python',
    '/bin/python/',
    'py\nthon',
    'a*',
    `/${'a'.repeat(200)}`,
  ])('is refused: %j', (python) => {
    expect(pythonProblem(python)).not.toBeNull();
  });
});

describe('a settings module', () => {
  it('is a dotted path', () => {
    expect(modulePathProblem('shop.settings.production')).toBeNull();
    for (const path of ['', '.settings', 'shop/settings', 'shop.', 'shop;id', 'shop settings', 'a'.repeat(256)]) {
      expect(modulePathProblem(path)).not.toBeNull();
    }
  });
});
