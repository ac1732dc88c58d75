export interface Frame {
  file: string;
  line: number;
  function: string;
  /** The source line and its markers, as Python printed them. */
  code: string[];
  isLibrary: boolean;
}

/** Frames in a row that belong together, or a line of text (header, message, "direct cause of"). */
export type TracebackPart = { kind: 'text'; text: string } | { kind: 'frames'; isLibrary: boolean; frames: Frame[] };

/** Where Ray and the `local` runner unpack code, by content hash: long, and of no use to a reader. */
const unpacked =
  /^.*[/\\](?:runtime_resources[/\\](?:py_modules|working_dir)_files[/\\]_ray_pkg_|packages[/\\])[0-9a-f]{16,}[/\\]/;

/** The path as its author knows it: below the folder that was published. */
export function pathInPackage(file: string): string {
  return file.replace(unpacked, '');
}

const frameLine = /^ {2}File "(.+)", line (\d+)(?:, in (.+))?$/;
// Installed packages, the standard library, and Raydeck's own modules. Code that Ray unpacked below /tmp/ray is the user's.
const library =
  /[/\\](?:site-packages|dist-packages)[/\\]|[/\\]lib[/\\]python\d|^<frozen |[/\\]raydeck[/\\](?:(?:execution|parallel|django|gateway)[/\\]|(?:entrypoint|task|context|asks|failures)\.py$)/;

/** A Python traceback as text and frames. Whatever does not look like a frame stays text: nothing is lost. */
export function parseTraceback(traceback: string): TracebackPart[] {
  const parts: TracebackPart[] = [];
  let frame: Frame | null = null;
  for (const line of traceback.trimEnd().split('\n')) {
    const match = frameLine.exec(line);
    if (match) {
      frame = frameOf(match);
      addFrame(parts, frame);
    } else if (frame && /^ {3,}\S|^ {4}/.test(line)) {
      frame.code.push(line.slice(4));
    } else {
      frame = null;
      addText(parts, line);
    }
  }
  return parts;
}

/** Where the user's own code was when the last exception came: the frame to read first; null when none is the user's. */
export function placeOf(parts: readonly TracebackPart[]): Frame | null {
  const own = parts.findLast((part) => part.kind === 'frames' && !part.isLibrary);
  return own?.kind === 'frames' ? (own.frames.at(-1) ?? null) : null;
}

function frameOf(match: RegExpExecArray): Frame {
  const [, file = '', line = '0', name = '<module>'] = match;
  return { file, line: Number(line), function: name, code: [], isLibrary: library.test(file) };
}

function addFrame(parts: TracebackPart[], frame: Frame): void {
  const last = parts.at(-1);
  if (last?.kind === 'frames' && last.isLibrary === frame.isLibrary) last.frames.push(frame);
  else parts.push({ kind: 'frames', isLibrary: frame.isLibrary, frames: [frame] });
}

function addText(parts: TracebackPart[], line: string): void {
  const last = parts.at(-1);
  if (last?.kind === 'text') last.text += `\n${line}`;
  else parts.push({ kind: 'text', text: line });
}
