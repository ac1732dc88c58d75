import { cp, rm } from 'node:fs/promises';

// The standalone server serves its static files itself, from beside its code; `next build` leaves the copying to us.
const target = '.next/standalone/apps/web/.next/static';
await cp('.next/static', target, { recursive: true, force: true });

// A third of the whole, to scale pictures that no page has. Next takes it along without asking, and loads it when asked for one.
for (const unused of ['@img', 'sharp'])
  await rm(`.next/standalone/node_modules/${unused}`, { recursive: true, force: true });
