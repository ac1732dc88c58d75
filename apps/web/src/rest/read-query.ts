import { invalidRequest } from './request-error.ts';

/** The parameters of a URL; one given twice is refused, for readers differ on which one counts. */
export function readQuery(parameters: URLSearchParams): Record<string, string> {
  const names = [...parameters.keys()];
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw invalidRequest([{ path: twice, problem: 'is given twice' }]);
  return Object.fromEntries(parameters);
}
