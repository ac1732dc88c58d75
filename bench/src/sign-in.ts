import type { httpClient } from './http-client.ts';

/** As the sign-in page does it; returns the cookies. */
export async function signIn(send: ReturnType<typeof httpClient>, email: string, password: string): Promise<string> {
  const opened = await send({ method: 'GET', path: '/api/auth/csrf' });
  const { csrfToken } = JSON.parse(opened.text) as { csrfToken: string };
  const cookie = cookiesOf(opened.headers['set-cookie']);
  const signedIn = await send({
    method: 'POST',
    path: '/api/auth/callback/credentials',
    headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
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
