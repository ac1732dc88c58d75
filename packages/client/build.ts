import { execFileSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

// Makes the package as npm takes it: plain JavaScript, its types, and a package.json that names nothing of this
// repository. `npm publish dist` would publish it. `node build.ts DIR` makes it there.
const from = import.meta.dirname;
const to = resolve(process.argv[2] ?? join(from, 'dist'));

rmSync(to, { recursive: true, force: true });
const tsc = resolve(from, '../../node_modules/.bin/tsc');
execFileSync(tsc, ['-p', join(from, 'tsconfig.build.json'), '--outDir', to], { stdio: 'inherit' });
// The compiler rewrites the extensions of imports in JavaScript only, and not every reader of types maps the others.
for (const file of readdirSync(to, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.d.ts'))) {
  const types = readFileSync(join(to, file), 'utf8');
  writeFileSync(join(to, file), types.replaceAll(/(from '\.[^']+)\.ts'/g, "$1.js'"));
}

const {
  private: _private,
  scripts: _scripts,
  ...own
} = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8')) as Record<string, unknown>;
const published = {
  ...own,
  exports: { '.': { types: './index.d.ts', default: './index.js' } },
  sideEffects: false,
  engines: { node: '>=20' },
};
writeFileSync(join(to, 'package.json'), `${JSON.stringify(published, undefined, 2)}\n`);
copyFileSync(join(from, 'README.md'), join(to, 'README.md'));
copyFileSync(resolve(from, '../../LICENSE'), join(to, 'LICENSE'));
