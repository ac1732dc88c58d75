import { hostProblem } from './source-uri.ts';

const name = '[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?';
const extras = `(?:\\s*\\[\\s*(?:${name}(?:\\s*,\\s*${name})*)?\\s*\\])?`;
const clause = '(?:===|==|~=|!=|<=|>=|<|>)\\s*[A-Za-z0-9.*+!_-]+';
const versions = `(?:${clause}(?:\\s*,\\s*${clause})*|\\(\\s*${clause}(?:\\s*,\\s*${clause})*\\s*\\))`;
const condition = ';\\s*[A-Za-z0-9_ .\'"<>=!~()+*,-]+';
const byVersion = new RegExp(`^${name}${extras}\\s*${versions}?(?:\\s*${condition})?$`);
const byUrl = new RegExp(`^${name}${extras}\\s*@\\s*(?<url>\\S+)(?:\\s+${condition})?$`);

/**
 * What is wrong with a line of pip's or uv's requirements; null when nothing is. A line names a distribution, with extras,
 * versions and a marker, or `name @ https://…`: no options, no files, no variables, which both installers would heed.
 */
export function requirementProblem(line: string): string | null {
  if (line.length > 500) return 'must have at most 500 characters';
  // Both installers take what follows a line break, or a backslash at the end, as a line of its own: with options and files.
  if (/[^ -~]/.test(line)) return 'must be one line of printable ASCII characters';
  if (line.startsWith('-') || / -/.test(line)) return 'must not hold options such as -r, -e or --index-url';
  if (/^[a-z+]+:\/\//i.test(line) || /^[./~]/.test(line))
    return 'must begin with a name: name==1.2, or name @ https://…';
  const url = byUrl.exec(line)?.groups?.['url'];
  if (url !== undefined) return urlProblem(url);
  if (/\.(whl|zip|tar\.gz|tgz|tar\.bz2)\b/i.test(line)) return 'must not name a file: both installers would open it';
  return byVersion.test(line) ? null : 'must be a requirement such as name==1.2, name[extra]>=1,<2 or name @ https://…';
}

function urlProblem(url: string): string | null {
  const { host } = /^(?:git\+)?https:\/\/(?<host>[^/?#]*)\/[A-Za-z0-9._~!&'()*+,;=:@%/#-]+$/.exec(url)?.groups ?? {};
  if (host === undefined) return 'must name an https:// or git+https:// address, without a query';
  return hostProblem(host);
}
