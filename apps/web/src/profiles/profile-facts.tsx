import { Code, Stack, Text } from '@mantine/core';
import type { Profile } from '@raydeck/services';
import { Fact, Facts } from '../ui/facts.tsx';
import { Link } from '../ui/link.tsx';
import { Panel } from '../ui/panel.tsx';
import { visibleText } from '../ui/visible-text.ts';
import { sourceWords } from './profile-words.ts';

/** What the current version holds; of secrets their names only. */
export function ProfileFacts({ profile, queues }: { profile: Profile; queues: readonly string[] }) {
  const { requirements, envVars, secretNames, python, djangoSettingsModule, version } = profile;
  const variables = Object.entries(envVars);
  return (
    <Panel title="Current version" note={`version ${version}`}>
      <Facts>
        <Fact name="Code">{visibleText(sourceWords(profile))}</Fact>
        <Fact name="Requirements">
          {requirements ? <Lines lines={requirements.packages} note={`by ${requirements.installer}`} /> : 'none'}
        </Fact>
        <Fact name="Variables">
          {variables.length === 0 ? 'none' : <Lines lines={variables.map(([name, value]) => `${name}=${value}`)} />}
        </Fact>
        <Fact name="Secrets">{secretNames.length === 0 ? 'none' : visibleText(secretNames.join(', '))}</Fact>
        <Fact name="Interpreter">{python ?? 'the runner’s own'}</Fact>
        {djangoSettingsModule && <Fact name="Django settings">{djangoSettingsModule}</Fact>}
        <Fact name="Used by">
          {queues.length === 0
            ? 'no queue; tasks may name it'
            : queues.map((queue, at) => (
                <span key={queue}>
                  {at > 0 && ', '}
                  <Link href={`/queues?q=${encodeURIComponent(queue)}`}>{queue}</Link>
                </span>
              ))}
        </Fact>
      </Facts>
    </Panel>
  );
}

function Lines({ lines, note }: { lines: readonly string[]; note?: string }) {
  return (
    <Stack gap={2}>
      <Code block tabIndex={0} style={{ maxHeight: 200, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {lines.map((line) => visibleText(line)).join('\n')}
      </Code>
      {note && (
        <Text size="xs" c="dimmed">
          {note}
        </Text>
      )}
    </Stack>
  );
}
