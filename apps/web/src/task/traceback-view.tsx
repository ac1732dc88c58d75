'use client';

import { Group, Stack, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { type Frame, parseTraceback, pathInPackage, type TracebackPart } from '../text/traceback.ts';
import { visibleText } from '../ui/visible-text.ts';
import classes from './task.module.css';

/** A traceback with the user's frames to read and everybody else's folded away. */
export function TracebackView({ traceback }: { traceback: string }) {
  const parts = parseTraceback(traceback);
  return (
    <div
      className={`${classes['boxed']} ${classes['scroll']}`}
      style={{ maxHeight: 520 }}
      tabIndex={0}
      role="region"
      aria-label="Traceback"
    >
      <Stack gap={0} py={6}>
        {parts.map((part, index) => (
          <Part key={index} part={part} />
        ))}
      </Stack>
    </div>
  );
}

function Part({ part }: { part: TracebackPart }) {
  if (part.kind === 'text')
    return (
      <pre className={classes['code']} style={{ paddingBlock: 3 }}>
        {visibleText(part.text)}
      </pre>
    );
  if (part.isLibrary) return <Folded frames={part.frames} what="library" />;
  if (part.frames.length <= mostFrames) return <Frames frames={part.frames} />;
  return (
    <>
      <Frames frames={part.frames.slice(0, 2)} />
      <Folded frames={part.frames.slice(2, -5)} what="more" />
      <Frames frames={part.frames.slice(-5)} />
    </>
  );
}

/** Deep recursion says little between its ends. */
const mostFrames = 12;

function Folded({ frames, what }: { frames: readonly Frame[]; what: 'library' | 'more' }) {
  const [opened, setOpened] = useState(false);
  const count = `${frames.length} ${what} ${frames.length === 1 ? 'frame' : 'frames'}`;
  const files = [...new Set(frames.map((frame) => packageOf(frame.file)))].slice(0, 3).join(', ');
  return (
    <>
      <UnstyledButton className={classes['fold']} onClick={() => setOpened(!opened)} aria-expanded={opened}>
        {opened ? `Hide ${count}` : `${count}${what === 'library' ? ` in ${visibleText(files)}` : ''}`}
      </UnstyledButton>
      {opened && <Frames frames={frames} />}
    </>
  );
}

function Frames({ frames }: { frames: readonly Frame[] }) {
  return frames.map((frame, index) => (
    <div key={index} className={classes['frame']} data-library={frame.isLibrary || undefined}>
      <Group gap={6} className={classes['place']}>
        <b>{visibleText(frame.function)}</b>
        <span title={visibleText(frame.file)}>
          {visibleText(pathInPackage(frame.file))}:{frame.line}
        </span>
      </Group>
      {frame.code.length > 0 && <pre>{visibleText(frame.code.join('\n'))}</pre>}
    </div>
  ));
}

/** `payments` for `…/site-packages/payments/client.py`, else the file's name. */
function packageOf(file: string): string {
  return /(?:site|dist)-packages[/\\]([^/\\]+)/.exec(file)?.[1] ?? file.split(/[/\\]/).at(-1) ?? file;
}
