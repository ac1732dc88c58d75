/** What moved. `changed` null: anything may have. */
export interface Change {
  changed: ReadonlySet<string> | null;
}

const pollMs = 5_000;
/** Three missed heartbeats: the stream is silent, whatever the browser believes. */
const silenceMs = 45_000;

/** Follows the event stream while the tab shows; polls while the stream is away. Returns the way to stop. */
export function openChanges({
  onState,
  onChange,
}: {
  onState: (state: 'connecting' | 'live' | 'polling') => void;
  onChange: (change: Change) => void;
}): () => void {
  let source: EventSource | null = null;
  let poll: number | undefined;
  let silence: number | undefined;

  const startPolling = () => {
    onState('polling');
    poll ??= window.setInterval(() => onChange({ changed: null }), pollMs);
  };
  const stopPolling = () => {
    window.clearInterval(poll);
    poll = undefined;
  };
  const heard = () => {
    window.clearTimeout(silence);
    silence = window.setTimeout(reopen, silenceMs);
  };
  const open = () => {
    source = new EventSource('/api/console/events');
    heard();
    source.addEventListener('connected', () => {
      heard();
      stopPolling();
      onState('live');
      // Between the page's rendering and this moment something may have moved.
      onChange({ changed: null });
    });
    source.addEventListener('heartbeat', heard);
    source.addEventListener('changed', (event) => {
      heard();
      const { changed, ready } = parse(event);
      onChange({ changed: ready ? null : new Set(changed) });
    });
    source.addEventListener('signed-out', () => window.location.reload());
    // The browser reconnects by itself unless the server refused for good.
    source.addEventListener('error', () => {
      startPolling();
      if (source?.readyState !== EventSource.CLOSED) return;
      window.clearTimeout(silence);
      silence = window.setTimeout(reopen, 2 * pollMs);
    });
  };
  const close = () => {
    window.clearTimeout(silence);
    source?.close();
    source = null;
  };
  const reopen = () => {
    close();
    open();
  };
  const onVisibility = () => {
    if (document.hidden) {
      close();
      stopPolling();
      return;
    }
    if (!source) open();
  };
  document.addEventListener('visibilitychange', onVisibility);
  if (!document.hidden) open();
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    close();
    stopPolling();
  };
}

function parse(event: MessageEvent): { changed: string[]; ready: boolean } {
  const data: unknown = JSON.parse(String(event.data));
  if (typeof data !== 'object' || data === null) return { changed: [], ready: true };
  const changed = 'changed' in data && Array.isArray(data.changed) ? data.changed.map(String) : [];
  return { changed, ready: 'ready' in data && data.ready === true };
}
