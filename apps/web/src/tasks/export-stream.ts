import type { ExportEnd, TaskSummary } from '@raydeck/services';
import type { ExportFormat, exportWriters } from './export-rows.ts';

/** Pages as bytes, each read when the one before is on its way. The first is awaited: until then a refusal can still be told. */
export async function exportStream(
  pages: AsyncGenerator<TaskSummary[], ExportEnd>,
  writer: (typeof exportWriters)[ExportFormat],
): Promise<ReadableStream<Uint8Array>> {
  const encoder = new TextEncoder();
  let next: IteratorResult<TaskSummary[], ExportEnd> | null = await pages.next();
  let head = writer.head;
  return new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const { done, value } = next ?? (await pages.next());
      next = null;
      controller.enqueue(encoder.encode(head + (done ? writer.end(value) : writer.rows(value))));
      head = '';
      if (done) controller.close();
    },
    cancel: async () => void (await pages.return('complete')),
  });
}
