'use client';

import { useRouter } from 'next/navigation';
import { lazy, startTransition, Suspense } from 'react';

// Every page brings this one along: what it shows is loaded when it shows.
const PageErrorBody = lazy(async () => ({
  default: (await import('../../shell/page-error-body.tsx')).PageErrorBody,
}));

/** A page that could not be read. Internals stay in the log; the digest finds them there. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const router = useRouter();
  const again = () =>
    startTransition(() => {
      router.refresh();
      reset();
    });
  return (
    <Suspense>
      <PageErrorBody digest={error.digest} onAgain={again} />
    </Suspense>
  );
}
