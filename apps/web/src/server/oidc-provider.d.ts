/** What the test uses of a package that brings no types of its own. */
declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http';

  export class Provider {
    constructor(
      issuer: string,
      configuration: {
        clients: object[];
        claims: Record<string, string[]>;
        scopes: string[];
        findAccount: (context: unknown, id: string) => { accountId: string; claims: () => object };
      },
    );
    callback(): RequestListener;
  }
}
