import { randomBytes } from 'node:crypto';
import { type Emit, formatTraceparent, parseTraceparent, type TracePlace } from '@raydeck/core';
import { spansOf } from './spans-of.ts';

/** Tells a collector of tasks, as spans. */
export interface Tracing {
  /** The subscriber of domain events. */
  trace: Emit;
  /** Begins the span of a request to enqueue, below the caller's if there is one. */
  enqueue(traceparent: string | null): EnqueueSpan;
  /** Sends what is left, and ends. */
  close(): Promise<void>;
}

export interface EnqueueSpan {
  /** What its tasks stand below. */
  traceparent: string;
  /** `problem`: a word for why nothing was enqueued; null when it was. */
  end(problem: string | null): void;
}

export interface TracingOptions {
  /** `service.name` of the spans. */
  service: string;
  /** OTEL_EXPORTER_OTLP_ENDPOINT: where OTLP over HTTP is taken, without `/v1/traces`. */
  endpoint: string;
  onError: (error: unknown) => void;
}

/** Loads OpenTelemetry, which costs 20 ms and 10 MB: only where it is asked for. Other OTEL_ variables count as its exporter reads them. */
export async function createTracing({ service, endpoint, onError }: TracingOptions): Promise<Tracing> {
  const [
    { BatchSpanProcessor },
    { OTLPTraceExporter },
    { resourceFromAttributes },
    { finishedSpan },
    { diag, DiagLogLevel },
  ] = await Promise.all([
    import('@opentelemetry/sdk-trace'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
    import('./finished-span.ts'),
    import('@opentelemetry/api'),
  ]);
  const say = (message: string): void => onError(message);
  const quiet = (): void => undefined;
  diag.setLogger({ error: say, warn: say, info: quiet, debug: quiet, verbose: quiet }, DiagLogLevel.WARN);
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces`, timeoutMillis: 10_000 });
  const processor = new BatchSpanProcessor({ exporter });
  const resource = resourceFromAttributes({ 'service.name': service });
  return {
    trace: (event) => {
      for (const facts of spansOf(event, Date.now())) {
        if (facts.place.isSampled) processor.onEnd(finishedSpan(facts, resource));
      }
    },
    enqueue: (traceparent) => {
      const parent = parseTraceparent(traceparent);
      const place = newPlace(parent);
      const startMs = Date.now();
      return {
        traceparent: formatTraceparent(place),
        end: (problem) => {
          const facts = { name: 'raydeck.enqueue', place, parent, startMs, endMs: Date.now(), attributes: {}, problem };
          if (place.isSampled) processor.onEnd(finishedSpan(facts, resource));
        },
      };
    },
    close: () => processor.shutdown(),
  };
}

function newPlace(parent: TracePlace | null): TracePlace {
  const spanId = randomBytes(8).toString('hex');
  return parent ? { ...parent, spanId } : { traceId: randomBytes(16).toString('hex'), spanId, isSampled: true };
}
