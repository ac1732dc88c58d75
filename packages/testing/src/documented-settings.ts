import { readFileSync } from 'node:fs';

/** A setting as a document states it. */
export interface DocumentedSetting {
  name: string;
  /** The heading it stands under: `Shared by web and worker`, `Worker`, `Web` or `Migrate`. */
  section: string;
  /** What counts without it, as one would write it; null where the document says it in words. */
  default: string | null;
}

/** The tables of docs/settings.md. */
export function documentedSettings(): DocumentedSetting[] {
  const settings: DocumentedSetting[] = [];
  let section = '';
  for (const line of read('docs/settings.md').split('\n')) {
    section = /^## (.+)$/.exec(line)?.[1] ?? section;
    const [, name, fallback] = /^\| `([A-Z0-9_]+)` \| (.+?) \|/.exec(line) ?? [];
    if (name && fallback) settings.push({ name, section, default: /^`(.+)`$/.exec(fallback)?.[1] ?? null });
  }
  return settings;
}

/** The variables of .env.example with their values, which all are commented out. */
export function exampleSettings(): { name: string; value: string }[] {
  const matches = read('.env.example').matchAll(/^#([A-Z0-9_]+)=(.*)$/gm);
  return [...matches].map(([, name = '', value = '']) => ({ name, value }));
}

function read(path: string): string {
  return readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
}
