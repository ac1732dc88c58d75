import pg from 'pg';
import { withoutGuards } from './guards.ts';

// Loaded before a worker of a chaos run. Named statements lose the guards in CHAOS_WITHOUT_GUARDS on their way to PostgreSQL;
// the worker itself knows nothing of it.

const names = (process.env['CHAOS_WITHOUT_GUARDS'] ?? '').split(',').filter(Boolean);

interface Named {
  name: string;
  text: string;
}

function isNamed(query: unknown): query is Named {
  return typeof query === 'object' && query !== null && 'name' in query && 'text' in query;
}

if (names.length > 0) {
  const query: unknown = Reflect.get(pg.Client.prototype, 'query');
  if (typeof query !== 'function') throw new Error('pg.Client has no query.');
  const bare = function (this: pg.Client, ...args: unknown[]): unknown {
    const [first, ...rest] = args;
    const text = isNamed(first) ? withoutGuards(names, first.name, first.text) : null;
    return Reflect.apply(query, this, text === null ? args : [Object.assign({}, first, { text }), ...rest]);
  };
  Reflect.set(pg.Client.prototype, 'query', bare);
}
