/** For tests only: what of a browser signing in needs. It keeps cookies by host and port, follows redirects and reads forms. */
export interface PageSeen {
  url: string;
  body: string;
  /** The first form, for whoever fills it in. */
  form: { action: string; fields: Record<string, string> } | null;
}

export function createBrowser() {
  const jars = new Map<string, Map<string, string>>();

  const jarOf = (url: string): Map<string, string> => {
    const { host } = new URL(url);
    const jar = jars.get(host) ?? new Map<string, string>();
    jars.set(host, jar);
    return jar;
  };
  const cookieHeader = (url: string): string => [...jarOf(url)].map(([name, value]) => `${name}=${value}`).join('; ');

  const keep = (url: string, response: Response): void => {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name, value] = [pair.replace(/=.*$/, ''), pair.replace(/^[^=]*=/, '')];
      if (value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(line)) jarOf(url).delete(name);
      else jarOf(url).set(name, value);
    }
  };

  /** Stops at a page of `home` that is none of the library's, or where nothing leads on. */
  const follow = async (start: string, form: URLSearchParams | null, home: string): Promise<PageSeen> => {
    let url = start;
    let body = form;
    for (let step = 0; step < 20; step += 1) {
      const headers = { cookie: cookieHeader(url) };
      const response = await fetch(url, { method: body ? 'POST' : 'GET', body, headers, redirect: 'manual' });
      keep(url, response);
      const location = response.headers.get('location');
      if (location === null) {
        const html = await response.text();
        return { url, body: html, form: formOf(url, html) };
      }
      url = new URL(location, url).href;
      body = null;
      if (home !== '' && url.startsWith(home) && !new URL(url).pathname.startsWith('/api/')) {
        return { url, body: '', form: null };
      }
    }
    throw new Error('Redirects lead round and round.');
  };

  return {
    cookieHeader,
    go: (url: string, home: string) => follow(url, null, home),
    post: (url: string, fields: Record<string, string>, home: string) => follow(url, new URLSearchParams(fields), home),
  };
}

function formOf(url: string, html: string): PageSeen['form'] {
  const action = /<form[^>]*action="([^"]+)"/.exec(html)?.[1];
  if (action === undefined) return null;
  const inputs = [...html.matchAll(/<input[^>]*>/g)].map(([tag]) => tag);
  const fields = inputs.flatMap((tag) => {
    const [name, value] = ['name', 'value'].map((attribute) => new RegExp(`${attribute}="([^"]*)"`).exec(tag)?.[1]);
    return name === undefined ? [] : [[name, value ?? ''] as const];
  });
  return { action: new URL(action.replaceAll('&amp;', '&'), url).href, fields: Object.fromEntries(fields) };
}
