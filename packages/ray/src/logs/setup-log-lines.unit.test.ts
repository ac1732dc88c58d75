import { describe, expect, it } from 'vitest';
import { setupLogLines } from './setup-log-lines.ts';
import { setupMarks } from './setup-marks.ts';

/** As Ray 2.59 wrote it, with two environments at work. */
const text = [
  '24,001\tINFO uri_cache.py:86 -- the end of a record that was cut',
  '2026-11-20 19:56:23,000\tINFO virtualenv_utils.py:75 -- Cloning virtualenv /venv to /s/pip/aaa/virtualenv',
  "2026-11-20 19:56:23,100\tINFO utils.py:76 -- Run cmd[9] ['/s/pip/aaa/virtualenv/bin/python', '-c', '…/tmp/check_ray_version_x']",
  "2026-11-20 19:56:23,200\tINFO utils.py:76 -- Run cmd[10] ['/s/pip/aaa/virtualenv/bin/python', '-m', 'pip', 'install']",
  "2026-11-20 19:56:23,300\tINFO utils.py:76 -- Run cmd[11] ['/s/pip/bbb/virtualenv/bin/python', '-m', 'pip', 'install']",
  '2026-11-20 19:56:24,669\tINFO utils.py:101 -- Output of cmd[11]: Collecting somebody-elses',
  '2026-11-20 19:56:24,700\tINFO utils.py:101 -- Output of cmd[10]: Collecting cowsay==6.1',
  'ERROR: No matching distribution found',
  '',
  '2026-11-20 19:56:24,800\tINFO utils.py:103 -- No output for cmd[9]',
  '2026-11-20 19:56:25,000\tERROR pip.py:294 -- Failed to install pip packages.',
  'Traceback (most recent call last):',
  '  File "pip.py", line 276, in _run',
  '2026-11-20 19:56:25,100\tINFO packaging.py:889 -- Downloading package from https://x.example/a.zip to /s/f',
].join('\n');
const sinceMs = Date.parse('2026-11-20T18:56:20Z');

describe('the lines of a set-up', () => {
  it('are those of its own environment, with the output of its own commands', () => {
    expect(setupLogLines(text, { marks: ['/pip/aaa'], sinceMs, offset: '+01:00' })).toEqual([
      '19:56:23 Cloning virtualenv /venv to /s/pip/aaa/virtualenv',
      "19:56:23 Run cmd[10] ['/s/pip/aaa/virtualenv/bin/python', '-m', 'pip', 'install']",
      '19:56:24 Output of cmd[10]: Collecting cowsay==6.1',
      'ERROR: No matching distribution found',
    ]);
  });

  it('are found by the address that code is fetched from', () => {
    const lines = setupLogLines(text, { marks: ['https://x.example/a.zip'], sinceMs, offset: '+01:00' });
    expect(lines).toEqual(['19:56:25 Downloading package from https://x.example/a.zip to /s/f']);
  });

  it('are none of an earlier set-up, whatever the zone of the node', () => {
    expect(setupLogLines(text, { marks: ['/pip/aaa'], sinceMs, offset: '+02:00' })).toEqual([]);
    expect(setupLogLines(text, { marks: ['/pip/aaa'], sinceMs: sinceMs + 60_000, offset: '+01:00' })).toEqual([]);
    expect(setupLogLines('', { marks: ['a'], sinceMs, offset: '+00:00' })).toEqual([]);
  });
});

describe('the marks of an environment', () => {
  it('are the names that Ray gives to the folders of pip and uv', () => {
    // Both as Ray 2.59.0 has named them.
    const packages = ['this-package-does-not-exist-rdk==9.9'];
    expect(setupMarks({ pip: { packages, pip_check: false } })).toEqual(['70ab034c0bdb5a2a19b468de3e93b5782455a9dc']);
    expect(setupMarks({ uv: { packages, uv_check: false, uv_pip_install_options: ['--no-cache'] } })).toEqual([
      'b6ceb9d58e54b5de9d322d20456f131dfe504c2d',
    ]);
  });

  it('are the address of code that Ray fetches, and none for what is there at once', () => {
    expect(setupMarks({ working_dir: 's3://bucket/a.zip' })).toEqual(['s3://bucket/a.zip']);
    expect(setupMarks({ working_dir: 'gcs://_ray_pkg_aa.zip', py_modules: ['x'], env_vars: {} })).toEqual([]);
    expect(setupMarks({ pip: ['of somebody else'] })).toEqual([]);
  });
});
