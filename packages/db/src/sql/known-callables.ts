import type { Statement } from '../statement.ts';

/**
 * Which of these calls the catalogue of their profile's current version knows, by their place in the list. The profile is the
 * one that is named, else the queue's. The fingerprint changes with the parameters: a catalogue may be put again.
 */
export const knownCallables: Statement<
  [calls: string],
  { at: number; profileId: string; callable: string; fingerprint: string }
> = {
  name: 'known-callables',
  text: `
SELECT c.at, p.id AS "profileId", e.callable, md5(e.parameters::text) AS fingerprint
FROM jsonb_to_recordset($1::jsonb) AS c(at integer, queue text, profile text, callable text)
LEFT JOIN raydeck.queue AS q ON q.name = c.queue
CROSS JOIN LATERAL (
  SELECT v.id FROM raydeck.profile AS v WHERE v.name = COALESCE(c.profile, q.profile) ORDER BY v.version DESC LIMIT 1
) AS p
JOIN raydeck.catalogue_entry AS e ON e.profile_id = p.id AND e.callable = c.callable`,
};

/** The parameters of one callable of a profile version. */
export const callableParameters: Statement<[profileId: string, callable: string], { parameters: unknown }> = {
  name: 'callable-parameters',
  text: `SELECT parameters FROM raydeck.catalogue_entry WHERE profile_id = $1::uuid AND callable = $2`,
};
