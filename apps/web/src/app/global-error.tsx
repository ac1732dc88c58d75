'use client';

/** The last resort, when even the frame cannot be drawn: no library, no style sheet. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <head>
        <title>Raydeck</title>
      </head>
      <body style={{ fontFamily: 'system-ui, sans-serif', padding: 32, colorScheme: 'light dark' }}>
        <main>
          <h1 style={{ fontSize: 18 }}>The console could not be loaded</h1>
          <p>Its database may be away. Reload in a moment.</p>
          {error.digest && <p>The log knows it as {error.digest}.</p>}
        </main>
      </body>
    </html>
  );
}
