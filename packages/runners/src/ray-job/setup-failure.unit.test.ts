import { describe, expect, it } from 'vitest';
import { setupFailureOf } from './setup-failure.ts';

const head = `runtime_env setup failed: Failed to set up runtime environment.
Could not create the actor because its associated runtime env failed to be created.
[Node 127.0.0.1] Traceback (most recent call last):
  File "agent.py", line 408, in _create_runtime_env_with_retry
    runtime_env_context = await asyncio.wait_for(
                          ^^^^^^^^^^^^^^^^^^^^^^^
`;

describe('what went wrong in a set-up', () => {
  it('is what pip said last', () => {
    const message = `${head}ray._private.runtime_env.utils.SubprocessCalledProcessError: Run cmd[13] failed with the following details.
Command '['/x/python', '-m', 'pip', 'install']' returned non-zero exit status 1.
Last 50 lines of stdout:
    Looking in links: /opt/wheels
    ERROR: Could not find a version that satisfies the requirement shop==9.9 (from versions: none)
      indented
    ERROR: No matching distribution found for shop==9.9
`;
    expect(setupFailureOf(message)).toBe(
      [
        'Looking in links: /opt/wheels',
        'ERROR: Could not find a version that satisfies the requirement shop==9.9 (from versions: none)',
        '  indented',
        'ERROR: No matching distribution found for shop==9.9',
      ].join('\n'),
    );
  });

  it('is the exception that ended it, not one that was handled on the way', () => {
    const message = `${head}ModuleNotFoundError: No module named 'boto3'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "protocol.py", line 63, in _handle_s3_protocol
    raise ImportError(
ImportError: You must \`pip install smart_open[s3]\` to fetch URIs in s3 bucket.
`;
    expect(setupFailureOf(message)).toBe(
      'ImportError: You must `pip install smart_open[s3]` to fetch URIs in s3 bucket.',
    );
    expect(setupFailureOf(`${head}requests.exceptions.ConnectionError: refused\n`)).toBe('ConnectionError: refused');
  });

  it('is the whole message when that has no traceback, and the end of a long one', () => {
    expect(setupFailureOf('runtime_env setup failed: out of disk')).toBe('runtime_env setup failed: out of disk');
    const shown = setupFailureOf(`${head}ValueError: ${'x'.repeat(10_000)} the end`);
    expect(shown).toMatch(/^… x+ the end$/);
    expect(shown.length).toBeLessThan(4_010);
  });
});
