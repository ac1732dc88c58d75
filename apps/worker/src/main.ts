import { readEnv } from './env.ts';
import { startWorker } from './worker.ts';

try {
  const worker = await startWorker(readEnv());
  const end = (): void => {
    worker.stop().then(
      () => process.exit(0),
      (error: unknown) => fail('The worker did not stop in order', error),
    );
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
} catch (error) {
  fail('The worker cannot start', error);
}

function fail(what: string, error: unknown): never {
  process.stderr.write(`${what}: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
