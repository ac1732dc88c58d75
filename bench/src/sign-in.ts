import type { httpClient } from './http-client.ts';

/** As the sign-in page does it; returns the cookies. `address`: whence, as a proxy would say: sign-ins are counted by it. */
export async function signIn(
  send: ReturnType<typeof httpClient>,
  email: string,
  password: string,
  address = '127.0.0.1',
): Promise<string> {
  const opened = await send({ method: 'GET', path: '/api/auth/csrf' });
  const { csrfToken } = JSON.parse(opened.text) as { csrfToken: string };
  const cookie = cookiesOf(opened.headers['set-cookie']);
  const signedIn = await send({
    method: 'POST',
    path: '/api/auth/callback/credentials',
    headers: { cookie, 'x-forwarded-for': address, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken, email, password, json: 'true' }).toString(),
  });
  const own = cookiesOf(signedIn.headers['set-cookie']);
  if (!own.includes('session')) throw new Error(`${email} could not sign in: ${signedIn.status} ${signedIn.text}`);
  return `${cookie}; ${own}`;
}

function cookiesOf(header: string | string[] | undefined): string {
  return [header ?? []]
    .flat()
    .map((line) => line.split(';')[0])
    .join('; ');
}
