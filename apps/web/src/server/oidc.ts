import { RaydeckError } from '@raydeck/core';
import { type ProvenIdentity, type SignedIn, signInWithIdentity } from '@raydeck/services';
import type { OAuthConfig } from 'next-auth/providers/oauth';
import { z } from 'zod';
import { container } from './container.ts';
import { env } from './env.ts';
import { describeError, log } from './log.ts';
import { roleOfClaims } from './role-of-claims.ts';

type Client = Parameters<
  NonNullable<Extract<OAuthConfig<object>['userinfo'], { request?: unknown }>['request']>
>[0]['client'];
type TokenSet = Exclude<Parameters<Client['userinfo']>[0], string>;

/** What is read of an OpenID provider's claims. Some write booleans as text. */
const Claims = z.looseObject({
  iss: z.string(),
  sub: z.string().min(1),
  email: z.string().nullish(),
  email_verified: z.union([z.boolean(), z.enum(['true', 'false']).transform((text) => text === 'true')]).nullish(),
  name: z.string().nullish(),
});

/** What the sign-in button calls the provider; null without one. */
export function oidcName(): string | null {
  const { OIDC_ISSUER, OIDC_NAME } = env();
  return OIDC_ISSUER === undefined ? null : OIDC_NAME;
}

/**
 * Any OpenID provider, by its issuer. Claims are those of the ID token, which the library has checked, and of the userinfo endpoint
 * where there is one: many providers tell e-mail and groups there alone.
 */
export function oidcProviders(): OAuthConfig<Record<string, unknown>>[] {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_NAME: name } = env();
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return [];
  return [
    {
      id: 'oidc',
      name,
      type: 'oauth',
      wellKnown: `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`,
      clientId,
      clientSecret,
      authorization: { params: { scope: env().OIDC_SCOPES } },
      idToken: true,
      checks: ['pkce', 'state', 'nonce'],
      httpOptions: { timeout: 10_000 },
      userinfo: {
        request: async ({ client, tokens }) => {
          const set = tokenSetOf(tokens);
          const claims = set.claims();
          if (client.issuer.metadata.userinfo_endpoint === undefined) return claims;
          // Of the whole set, for then the library holds the subject of the answer against the signed one.
          return { ...(await client.userinfo(set)), ...claims };
        },
      },
      profile: (claims) => ({ id: String(claims['sub']), userId: '', epoch: 0 }),
    },
  ];
}

/** The library's types say less than what it hands over: the client's own set, whose ID token it has checked. */
function tokenSetOf(tokens: unknown): TokenSet {
  return tokens as TokenSet;
}

/** The person behind the claims of a provider; or the path of the sign-in page that says why not. */
export async function enterByClaims(raw: unknown): Promise<SignedIn | string> {
  const claims = Claims.safeParse(raw).data;
  if (!claims) return refused('failed');
  try {
    const signedIn = await signInWithIdentity(container().db, identityOf(claims));
    log('info', 'user.signed_in', { userId: signedIn.userId, by: 'oidc' });
    return signedIn;
  } catch (error) {
    if (error instanceof RaydeckError && error.code === 'FORBIDDEN') return refused(error.path ?? 'failed');
    log('error', 'user.sign_in_failed', describeError(error));
    return refused('failed');
  }
}

function identityOf(claims: z.infer<typeof Claims>): ProvenIdentity {
  const { OIDC_ROLES: rules, OIDC_ROLE_CLAIM: claim } = env();
  return {
    issuer: claims.iss,
    subject: claims.sub,
    email: claims.email ?? null,
    isEmailVerified: claims.email_verified === true,
    name: claims.name ?? null,
    role: rules === undefined ? 'unmanaged' : roleOfClaims(claims, claim, rules),
  };
}

function refused(why: string): string {
  return `/sign-in?refused=${encodeURIComponent(why)}`;
}
