import { AuditFilter } from '@raydeck/services';

type Params = Record<string, string | string[] | undefined>;

/** The filter in an address: what is not understood is left out, as if nobody had written it. */
export function auditFilterOf(params: Params): AuditFilter {
  const texts = ['actor', 'action', 'targetType', 'targetId'] as const;
  const filter: AuditFilter = {};
  for (const name of texts) Object.assign(filter, valid({ [name]: textOf(params[name]) }));
  for (const name of ['after', 'before'] as const) Object.assign(filter, valid({ [name]: timeOf(params[name]) }));
  return filter;
}

export function textOf(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

function timeOf(value: string | string[] | undefined): Date | undefined {
  const at = new Date(textOf(value) ?? '');
  // A year beyond four digits is none that PostgreSQL's and JavaScript's times share.
  return Number.isNaN(at.getTime()) || !/^\d{4}-/.test(at.toISOString()) ? undefined : at;
}

function valid(part: object): AuditFilter {
  const { data } = AuditFilter.safeParse(part);
  return Object.fromEntries(Object.entries(data ?? {}).filter(([, value]) => value !== undefined));
}

/** The same address with this filter and cursor. */
export function auditPath(filter: AuditFilter, cursor?: string): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    if (value !== undefined) params.set(name, value instanceof Date ? value.toISOString() : value);
  }
  if (cursor !== undefined) params.set('cursor', cursor);
  const query = params.toString();
  return query === '' ? '/audit' : `/audit?${query}`;
}
