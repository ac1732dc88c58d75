import type { IncomingHttpHeaders } from 'node:http';
import { RayError } from '../ray-error.ts';
import { lastLine } from './last-line.ts';

/**
 * The error that an answer stands for, whatever was asked; null for those that the caller understands (200, 400, 404).
 * 500 is among the errors: Ray's agent answers so for all that it refuses, and its text says which.
 */
export function refusalOf(
  address: string,
  response: { statusCode: number; headers: IncomingHttpHeaders },
  text: string,
): RayError | null {
  const { statusCode } = response;
  if (statusCode === 401) return unauthorised(address, statusCode, 'asks for a token: set RAY_AUTH_TOKEN');
  if (statusCode === 403) return unauthorised(address, statusCode, 'does not accept the token: check RAY_AUTH_TOKEN');
  if (isWebPage(response, text)) {
    return new RayError('not_ray', `${address} answered with a web page, not with Ray's API: check RAY_ADDRESS.`, {
      statusCode,
    });
  }
  if (statusCode === 405) {
    return new RayError('refused', `Ray at ${address} refused the call: ${lastLine(text)}`, { statusCode });
  }
  if (statusCode === 429 || statusCode >= 500) {
    return new RayError('failed', `Ray at ${address} answered ${statusCode}: ${lastLine(text)}`, {
      statusCode,
      cause: text,
    });
  }
  if (statusCode === 200 || statusCode === 400 || statusCode === 404) return null;
  return new RayError('not_ray', `${address} answered ${statusCode}, which Ray does not: check RAY_ADDRESS.`, {
    statusCode,
  });
}

function unauthorised(address: string, statusCode: number, remedy: string): RayError {
  return new RayError('unauthorised', `Ray at ${address} ${remedy}.`, { statusCode });
}

function isWebPage(response: { headers: IncomingHttpHeaders }, text: string): boolean {
  const type = response.headers['content-type'];
  return (typeof type === 'string' && type.startsWith('text/html')) || /^\s*<(!doctype|html)/i.test(text);
}
