'use client';

import { Group, Switch, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { ansiSegments } from '../text/ansi.ts';
import { formatBytes } from '../ui/format-bytes.ts';
import { Panel } from '../ui/panel.tsx';
import { CopyIcon } from '../ui/short-id.tsx';
import classes from './task.module.css';

interface Props {
  number: number;
  text: string;
  sizeBytes: number | null;
  live: boolean;
}

/** The end of an attempt's output. While it lives the page brings what is new, and the view stays at the end. */
export function LogView({ number, text, sizeBytes, live }: Props) {
  const [follow, setFollow] = useState(live);
  const viewport = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (follow && viewport.current) viewport.current.scrollTop = viewport.current.scrollHeight;
  }, [follow, text]);
  const cut = sizeBytes !== null && sizeBytes > text.length * 4;
  const note = sizeBytes ? `${cut ? 'the end of ' : ''}${formatBytes(sizeBytes)}` : null;
  return (
    <Panel
      title="Log"
      note={[`attempt ${number}`, note].filter(Boolean).join(' · ')}
      flush
      actions={
        <Group gap="xs" wrap="nowrap">
          {live && (
            <Switch
              size="xs"
              label="Follow"
              checked={follow}
              onChange={(event) => setFollow(event.currentTarget.checked)}
            />
          )}
          {text !== '' && <CopyIcon value={text} label="Copy log" />}
        </Group>
      }
    >
      {text === '' && (
        <Text size="sm" c="dimmed" p="md">
          {live ? 'Nothing printed so far.' : 'It printed nothing.'}
        </Text>
      )}
      {text !== '' && (
        <div ref={viewport} className={classes['scroll']} tabIndex={0} role="region" aria-label="Log">
          <pre className={`${classes['code']} ${classes['log']}`}>
            {ansiSegments(text).map((segment, index) => (
              <span key={index} data-color={segment.color ?? undefined} style={segment.bold ? { fontWeight: 600 } : {}}>
                {segment.text}
              </span>
            ))}
          </pre>
        </div>
      )}
    </Panel>
  );
}
