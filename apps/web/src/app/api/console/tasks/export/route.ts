import { exportTasks } from '@raydeck/services';
import { z } from 'zod';
import { consoleHandler } from '../../../../../server/console-handler.ts';
import { exportFormats, exportWriters } from '../../../../../tasks/export-rows.ts';
import { exportStream } from '../../../../../tasks/export-stream.ts';
import { loadTaskParams } from '../../../../../tasks/search-params.ts';
import { askedTasks } from '../../../../../tasks/task-query.ts';

export const dynamic = 'force-dynamic';

const Format = z.enum(exportFormats).catch('csv');

/** The list as a file: its address's parameters and a `format`, as a form sends them. */
export const POST = consoleHandler({
  permission: 'task.export',
  writes: true,
  run: async (context, request) => {
    const form = new URLSearchParams(await request.text());
    const { filter } = askedTasks(loadTaskParams(form), Date.now(), context.principal.canViewPayload);
    const format = Format.parse(form.get('format'));
    const body = await exportStream(exportTasks(context, { filter, format }), exportWriters[format]);
    const name = `tasks-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.${format}`;
    return new Response(body, {
      headers: {
        'content-type': exportWriters[format].type,
        'content-disposition': `attachment; filename="${name}"`,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      },
    });
  },
});
