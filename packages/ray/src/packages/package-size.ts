import { RaydeckError } from '@raydeck/core';

/** Ray's package endpoint takes less than this. */
export const PACKAGE_LIMIT_BYTES = 100 * 1024 * 1024;

/** What a package is made of, before it is packed. */
export interface MeasuredFile {
  /** With "/" between its parts. */
  path: string;
  sizeBytes: number;
}

/** Refuses a package that Ray would not take. Throws PRECONDITION that names the largest of these files and their folders. */
export function checkPackageSize(sizeBytes: number, files: readonly MeasuredFile[] = []): void {
  if (sizeBytes < PACKAGE_LIMIT_BYTES) return;
  const hint = files.length === 0 ? '' : ` ${largestOf(files)} Name what is not needed in .gitignore.`;
  throw new RaydeckError(
    'PRECONDITION',
    `The package has ${mebibytes(sizeBytes)}; Ray takes less than 100 MiB.${hint}`,
  );
}

const NAMED = 3;

function largestOf(files: readonly MeasuredFile[]): string {
  const folders = heaviestFolders(files);
  const ofFolders = folders.length === 0 ? '' : `Its largest folders: ${folders.map(shown).join(', ')}. `;
  const largest = files.toSorted((a, b) => b.sizeBytes - a.sizeBytes).slice(0, NAMED);
  return `${ofFolders}Its largest files: ${largest.map(shown).join(', ')}.`;
}

/** The folders with the most below them; one of which nearly all lies in a folder of its own is passed over for that one. */
function heaviestFolders(files: readonly MeasuredFile[]): MeasuredFile[] {
  const sizes = new Map<string, number>();
  for (const { path, sizeBytes } of files) {
    for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) {
      const folder = path.slice(0, at + 1);
      sizes.set(folder, (sizes.get(folder) ?? 0) + sizeBytes);
    }
  }
  const sorted = [...sizes]
    .map(([path, sizeBytes]) => ({ path, sizeBytes }))
    .toSorted((a, b) => b.sizeBytes - a.sizeBytes);
  const telling = sorted.filter(
    (folder) =>
      !sorted.some(
        ({ path, sizeBytes }) =>
          path !== folder.path && path.startsWith(folder.path) && sizeBytes > 0.8 * folder.sizeBytes,
      ),
  );
  return telling.slice(0, NAMED);
}

function shown({ path, sizeBytes }: MeasuredFile): string {
  return `${path} (${mebibytes(sizeBytes)})`;
}

function mebibytes(sizeBytes: number): string {
  return `${(sizeBytes / 1024 / 1024).toFixed(1)} MiB`;
}
