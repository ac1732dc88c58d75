import { RaydeckError } from '@raydeck/core';

const EXAMPLE = 'the dashboard, such as http://ray-head:8265';

/**
 * The canonical form of RAY_ADDRESS, so that two spellings of one cluster compare equal: scheme, host, port and path
 * prefix without a trailing slash. Throws PRECONDITION with the remedy for everything that is not an HTTP(S) address.
 */
export function parseRayAddress(address: string): string {
  const text = address.trim();
  if (text === '') throw refused('The Ray address is empty', `name ${EXAMPLE}`);
  if (text.startsWith('ray://')) {
    throw refused(
      `${text} is an address of Ray Client, which carries Python objects and cannot submit jobs`,
      `name ${EXAMPLE}`,
    );
  }
  if (!/^https?:\/\//i.test(text)) {
    throw refused(`The Ray address "${text}" has no http:// or https:// in front`, `name ${EXAMPLE}`);
  }
  if (!URL.canParse(text)) throw refused('The Ray address is not a valid URL', `name ${EXAMPLE}`);
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') {
    throw refused('The Ray address must not hold credentials', "put Ray's token into RAY_AUTH_TOKEN");
  }
  if (url.search !== '' || url.hash !== '')
    throw refused(`The Ray address "${text}" has a query or a fragment`, `name ${EXAMPLE}`);
  return url.origin + url.pathname.replace(/\/+$/, '');
}

function refused(problem: string, remedy: string): RaydeckError {
  return new RaydeckError('PRECONDITION', `${problem}: ${remedy}.`);
}
