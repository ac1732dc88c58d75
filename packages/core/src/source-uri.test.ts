import { describe, expect, it } from 'vitest';
import { checkSourceUri } from './source-uri.ts';

const commit = '0123456789abcdef0123456789abcdef01234567';

describe('the address of code', () => {
  it.each([
    'https://files.example.com/shop/1.0.zip',
    'https://files.example.com:8443/shop-1.0.zip',
    'https://10.0.0.7/shop.zip',
    'https://[2001:db8::1]/shop.zip',
    's3://acme-code/shop/1.0.zip',
    'gs://acme-code/shop.zip',
  ])('may be %s', (uri) => {
    expect(checkSourceUri(uri)).toEqual({ uri });
  });

  it('may be a commit on GitHub, which stands for its archive', () => {
    const archive = { uri: `https://github.com/acme/shop/archive/${commit}.zip` };
    expect(checkSourceUri(`git+https://github.com/acme/shop@${commit}`)).toEqual(archive);
    expect(checkSourceUri(`git+https://github.com/acme/shop.git@${commit}`)).toEqual(archive);
  });

  it.each([
    ['a branch, which moves', 'git+https://github.com/acme/shop@main'],
    ['a short commit', 'git+https://github.com/acme/shop@0123456'],
    ['no commit', 'git+https://github.com/acme/shop'],
    ['another git host', `git+https://git.example.com/acme/shop@${commit}`],
    ['git over ssh', `git+ssh://git@github.com/acme/shop@${commit}`],
    ['a path', '/srv/shop.zip'],
    ['a file', 'file:///srv/shop.zip'],
    ['plain http', 'http://files.example.com/shop.zip'],
    ['Ray’s own store', 'gcs://_ray_pkg_0123456789abcdef.zip'],
    ['another protocol', 'azure://container/shop.zip'],
    ['no zip', 'https://files.example.com/shop.tar.gz'],
    ['a query', 'https://files.example.com/shop.zip?X-Signature=1'],
    ['a fragment', 'https://files.example.com/shop.zip#a'],
    ['credentials', 'https://user:token@files.example.com/shop.zip'],
    ['credentials of S3', 's3://key:secret@bucket/shop.zip'],
    ['loopback', 'https://127.0.0.1/shop.zip'],
    ['loopback by name', 'https://localhost:8443/shop.zip'],
    ['loopback as a number', 'https://2130706433/shop.zip'],
    ['loopback in hexadecimal', 'https://0x7f.1/shop.zip'],
    ['loopback in version 6', 'https://[::1]/shop.zip'],
    ['loopback of version 4 in version 6', 'https://[::ffff:127.0.0.1]/shop.zip'],
    ['the address of the cloud’s credentials', 'https://169.254.169.254/latest/x.zip'],
    ['no host', 'https:///shop.zip'],
    ['spaces', 'https://files.example.com/my shop.zip'],
    ['a line break', 'https://files.example.com/shop.zip\n'],
    ['too long', `https://files.example.com/${'a'.repeat(1000)}.zip`],
  ])('is refused when it is %s', (_what, uri) => {
    expect(checkSourceUri(uri)).toHaveProperty('problem');
  });
});
