import { expect, it } from 'vitest';
import { parsePreferences } from './preferences.ts';

const defaults = parsePreferences(undefined);

it('takes what the cookie says, and the default for each part that is junk', () => {
  expect(parsePreferences('{"time":"absolute","zone":"Europe/Berlin","columns":["queue"]}')).toEqual({
    time: 'absolute',
    zone: 'Europe/Berlin',
    columns: ['queue'],
  });
  expect(parsePreferences('{"time":"never","zone":"Mars/Base","columns":["secret"]}')).toEqual(defaults);
  for (const junk of ['', '{', 'null', '7', '[]', '"x"']) expect(parsePreferences(junk)).toEqual(defaults);
});
