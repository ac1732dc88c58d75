import { ClusterJobFilter } from '@raydeck/services';

type Params = Record<string, string | string[] | undefined>;

/** The filter in an address: what is not understood is left out. */
export function jobFilterOf(params: Params): ClusterJobFilter {
  const ours = params['whose'] === 'ours' ? true : params['whose'] === 'others' ? false : undefined;
  const parts = { status: params['status'], search: textOf(params['q']), sort: params['sort'], ours };
  const known = Object.entries(parts).filter(
    ([name, value]) => value !== undefined && ClusterJobFilter.safeParse({ [name]: value }).success,
  );
  return ClusterJobFilter.parse(Object.fromEntries(known));
}

function textOf(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** The same address, further on. */
export function jobsPath({ status, search, sort, ours }: ClusterJobFilter, cursor?: string): string {
  const whose = ours === undefined ? undefined : ours ? 'ours' : 'others';
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries({ status, q: search, sort, whose, cursor })) {
    if (value !== undefined) params.set(name, value);
  }
  const query = params.toString();
  return query === '' ? '/cluster/jobs' : `/cluster/jobs?${query}`;
}
