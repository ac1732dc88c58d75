import { consoleHandler } from '../../../../server/console-handler.ts';
import type { ListNews } from '../../../../tasks/list-news.ts';
import { readCounts, readOthers, readPage } from '../../../../tasks/read-list.ts';
import { loadTaskParams } from '../../../../tasks/search-params.ts';
import { askedTasks } from '../../../../tasks/task-query.ts';

export const dynamic = 'force-dynamic';

/** News of a list, for a page that shows it: its address's parameters, and the `ids` of the rows that it shows. */
export const GET = consoleHandler({
  permission: 'task.read',
  isPolled: true,
  run: async (context, request) => {
    const { searchParams } = new URL(request.url);
    const params = loadTaskParams(searchParams);
    const { filter } = askedTasks(params, Date.now(), context.principal.canViewPayload);
    const ids = (searchParams.get('ids') ?? '').split(',');
    const [page, counts] = await Promise.all([readPage(context, filter, params.cursor), readCounts(context, filter)]);
    const known = new Set(page.items.map(({ id }) => id));
    const others = await readOthers(
      context,
      filter,
      ids.filter((id) => !known.has(id)),
    );
    return Response.json({ page, others, counts } satisfies ListNews, { headers: { 'cache-control': 'no-store' } });
  },
});
