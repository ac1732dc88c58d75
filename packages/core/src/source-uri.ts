/** Code that a cluster fetches by itself, or why it cannot be that. */
export type CheckedUri = { uri: string } | { problem: string };

const segment = "[A-Za-z0-9._~!$&'()*+,;=:@-]+";
const zip = new RegExp(`^https://(?<host>[^/?#]*)(?:/${segment})*/${segment}\\.zip$`);
const bucket = new RegExp(`^(?:s3|gs)://[a-z0-9][a-z0-9._-]{1,220}(?:/${segment})*/${segment}\\.zip$`);
const gitHub =
  /^git\+https:\/\/github\.com\/(?<owner>[A-Za-z0-9-]+)\/(?<repository>[A-Za-z0-9._-]+?)(?:\.git)?@(?<ref>[^@]*)$/;

/**
 * The address under which Ray fetches the code. `https://….zip`, `s3://` and `gs://` stay as they are; `git+https://github.com/
 * owner/repository@<commit>` becomes the archive of that commit. No other protocol: Ray would open `file://` and http
 * addresses of its own machine. No query and no user, which are where credentials would stand, for everybody on the
 * cluster to read.
 */
export function checkSourceUri(uri: string): CheckedUri {
  if (uri.length > 1000) return { problem: 'must have at most 1000 characters' };
  if (uri.startsWith('git+')) return archiveOf(uri);
  if (bucket.test(uri)) return { uri };
  if (!uri.startsWith('https://'))
    return { problem: 'must be https://….zip, s3://….zip, gs://….zip or git+https://github.com/…' };
  const { host } = zip.exec(uri)?.groups ?? {};
  if (host === undefined) return { problem: 'must end in .zip, without a query: Ray fetches it as it stands' };
  const problem = hostProblem(host);
  return problem === null ? { uri } : { problem };
}

/** Ray keeps what it has once fetched from an address, so a branch would stay at what it was on that day. */
function archiveOf(uri: string): CheckedUri {
  const { owner, repository, ref = '' } = gitHub.exec(uri)?.groups ?? {};
  if (owner === undefined || repository === undefined) {
    return {
      problem:
        'must be git+https://github.com/owner/repository@<commit>; of other hosts give the https:// address of a zip',
    };
  }
  if (!/^[0-9a-f]{40}$/.test(ref)) {
    return { problem: 'must name the commit by its 40 hexadecimal digits: a version of a profile never changes' };
  }
  return { uri: `https://github.com/${owner}/${repository}/archive/${ref}.zip` };
}

/** What is wrong with the host, and port, of an https address that somebody else's machine will dial; null when nothing is. */
export function hostProblem(host: string): string | null {
  if (host.includes('@')) return 'must not hold credentials: everybody on the cluster could read them';
  const { name } = /^(?<name>[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/.exec(host)?.groups ?? {};
  if (name === undefined) return 'must name a host';
  if (isOfTheMachineItself(name.toLowerCase())) return 'must not be an address of the machine that fetches it';
  return null;
}

/** Loopback, link-local (where clouds keep the machine's credentials), and the numbers that mean one of them in disguise. */
function isOfTheMachineItself(name: string): boolean {
  // Global and unique local addresses only: the others hold loopback and IPv4 in many spellings.
  if (name.startsWith('[')) return !/^\[([23]|f[cd])/.test(name);
  if (/(^|\.)localhost\.?$/.test(name)) return true;
  const isDottedQuad = /^(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})$/.test(name);
  if (isDottedQuad) return /^(0|127)\.|^169\.254\./.test(name);
  // A last label of digits or in hexadecimal is no name: resolvers read it as a number.
  return /(^|\.)(\d+|0x[0-9a-f]*)\.?$/.test(name);
}
