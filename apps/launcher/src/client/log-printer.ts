import { styleText } from 'node:util';
import { plainText } from '@raydeck/core';

export interface LogPrinter {
  print: (text: string) => void;
  /** A word of ours, on stderr. */
  note: (text: string) => void;
  /** What was held back, and a line break where the output ended without one. */
  end: () => void;
}

interface Out {
  write: (text: string) => unknown;
}

/** An escape sequence that has begun and may go on in the next text, or a carriage return that may be half a line break. */
const unfinished = /(?:\u001b(?:\[[0-?]*[ -/]*|[\]PX^_][^\u0007\u001b]{0,4096}\u001b?|[ -/]*)?|\r)$/;

/** Prints the output of foreign code as it comes, without its escape sequences, wherever it is cut. */
export function logPrinter(out: Out = process.stdout, notes: Out = process.stderr): LogPrinter {
  let held = '';
  let last = '\n';
  const write = (text: string) => {
    if (text === '') return;
    out.write(text);
    last = text.slice(-1);
  };
  const print = (text: string) => {
    const all = held + text;
    held = unfinished.exec(all)?.[0] ?? '';
    write(plainText(all.slice(0, all.length - held.length)));
  };
  const end = () => {
    write(plainText(held));
    held = '';
    if (last !== '\n') write('\n');
  };
  const note = (text: string) => {
    end();
    notes.write(`${styleText('dim', `--- ${text}`, { stream: process.stderr })}\n`);
  };
  return { print, end, note };
}
