'use client';

import { Anchor, Button, Group, Switch, Text } from '@mantine/core';
import { useEffect, useMemo, useRef, useState } from 'react';
import { formatBytes } from '../../ui/format-bytes.ts';
import { Panel } from '../../ui/panel.tsx';
import { CopyIcon } from '../../ui/short-id.tsx';
import { findMatches, logLines } from './log-lines.ts';
import { LogSearch } from './log-search.tsx';
import { LogText } from './log-text.tsx';
import { useWholeLog } from './use-whole-log.ts';

interface Props {
  attemptId: string;
  number: number;
  /** The end of the output. */
  tail: string;
  sizeBytes: number | null;
  live: boolean;
  /** Whether more than the tail is kept. */
  isStored: boolean;
}

/** An attempt's output: its end, or all that is kept of it. While it lives the page brings what is new, and the view follows. */
export function LogPanel({ attemptId, number, tail, sizeBytes, live, isStored }: Props) {
  const [follow, setFollow] = useState(live);
  const [searched, setSearched] = useState('');
  const [chosen, setChosen] = useState(0);
  const whole = useWholeLog(attemptId);
  const text = whole.text ?? tail;
  const { lines, hidden } = useMemo(() => logLines(text), [text]);
  const matches = useMemo(() => findMatches(lines, searched), [lines, searched]);
  const current = matches.length === 0 ? null : matches[chosen % matches.length];
  const viewport = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (follow && searched === '' && viewport.current) viewport.current.scrollTop = viewport.current.scrollHeight;
  }, [follow, searched, lines]);
  useEffect(() => {
    if (current) viewport.current?.querySelector('[data-current]')?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  const isCut = whole.text === null && sizeBytes !== null && sizeBytes > new TextEncoder().encode(tail).length;
  const size = sizeBytes ? `${isCut ? 'the end of ' : ''}${formatBytes(sizeBytes)}` : null;
  const notes = [`attempt ${number}`, size, hidden > 0 && `the last ${lines.length.toLocaleString('en-US')} lines`];
  return (
    <div id="log">
      <Panel
        title="Log"
        note={notes.filter(Boolean).join(' · ')}
        flush
        actions={
          text !== '' && (
            <Group gap="xs" wrap="nowrap">
              {isCut && isStored && (
                <Button variant="subtle" size="compact-xs" loading={whole.isLoading} onClick={whole.load}>
                  Show all
                </Button>
              )}
              <Anchor size="xs" href={`/api/v1/attempts/${attemptId}/logs/text?download=true`} download>
                Download
              </Anchor>
              <CopyIcon value={text} label="Copy log" />
            </Group>
          )
        }
      >
        {text === '' ? (
          <Text size="sm" c="dimmed" p="md">
            {live ? 'Nothing printed so far.' : 'It printed nothing.'}
          </Text>
        ) : (
          <>
            <LogSearch
              searched={searched}
              onSearch={(asked) => {
                setSearched(asked);
                setChosen(0);
              }}
              count={matches.length}
              chosen={chosen}
              onChoose={setChosen}
            >
              {live && (
                <Switch
                  size="xs"
                  label="Follow"
                  checked={follow}
                  onChange={(event) => setFollow(event.currentTarget.checked)}
                />
              )}
            </LogSearch>
            {whole.problem && (
              <Text size="xs" c="red" px="md" pb="xs" role="alert">
                {whole.problem}
              </Text>
            )}
            <LogText viewport={viewport} lines={lines} matches={matches} current={current ?? null} />
          </>
        )}
      </Panel>
    </div>
  );
}
