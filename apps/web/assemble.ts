import { cp } from 'node:fs/promises';

// The standalone server serves its static files itself, from beside its code; `next build` leaves the copying to us.
const target = '.next/standalone/apps/web/.next/static';
await cp('.next/static', target, { recursive: true, force: true });
