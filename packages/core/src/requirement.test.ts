import { describe, expect, it } from 'vitest';
import { requirementProblem } from './requirement.ts';

const commit = '0123456789abcdef0123456789abcdef01234567';

describe('a requirement', () => {
  it.each([
    'numpy',
    'cowsay==6.1',
    'zope.interface',
    'a-b_c.d>=1,<2',
    'requests[security, socks] ~= 2.31',
    'x===1.0+local',
    'ruamel.yaml (>=0.18)',
    'a!=1.*',
    'numpy<2 ; python_version < "3.13" and sys_platform == \'linux\'',
    'shop @ https://files.example.com/shop-1.0-py3-none-any.whl',
    `shop[all] @ git+https://github.com/acme/shop.git@${commit}#subdirectory=python`,
    'shop @ https://files.example.com:8443/shop.zip ; python_version >= "3.10"',
  ])('may be %s', (line) => {
    expect(requirementProblem(line)).toBeNull();
  });

  it.each([
    '',
    ' ',
    '-r requirements.txt',
    '-e .',
    '--index-url https://x.example/simple',
    '-c constraints.txt',
    'numpy --hash=sha256:aa',
    'numpy -e .',
    'numpy\n-e .',
    'numpy;\n-e.',
    'numpy;\n-rother.txt',
    'numpy;\r--pre',
    'numpy\n==1.2',
    'shop @ https://files.example.com/shop.whl ;\n--index-url=https://x.example/simple',
    'shop @ https://files.example.com/shop.whl ;\t--hash=sha256:aa',
    'shop @ https://files.example.com/shop.whl ; python_version > "3" \\',
    'numpy # mine',
    'numpy \\',
    '${HOME}',
    'a==$(id)',
    'a==1;',
    './shop',
    '/srv/shop',
    '~/shop',
    'shop.whl',
    'shop-1.0.tar.gz',
    'file:///srv/shop',
    'shop @ file:///srv/shop',
    'https://files.example.com/shop.whl',
    'git+https://github.com/acme/shop',
    'shop @ http://files.example.com/shop.whl',
    'shop @ git+ssh://git@github.com/acme/shop',
    'shop @ https://user:token@files.example.com/shop.whl',
    'shop @ https://files.example.com/shop.whl?token=1',
    'shop @ https://127.0.0.1/shop.whl',
    'shop @ ./shop',
    'a'.repeat(501),
    'numpy==1 numpy==2',
    'ünïcode',
    'a=1',
    'a==',
    '[extra]',
  ])('is refused: %j', (line) => {
    expect(requirementProblem(line)).not.toBeNull();
  });

  it('is judged at once, however long and crooked it is', () => {
    for (const text of ['a-'.repeat(250), `a${' '.repeat(490)}!`, `a[${'b,'.repeat(240)}`, `a==${'1,'.repeat(240)}`]) {
      expect(requirementProblem(text)).not.toBeNull();
    }
  });
});
