import type { Context } from '../context.ts';
import { isUuid } from '../reading/uuid.ts';
import { plainRedaction, redactedBy, redactionOfTask } from '../redaction/redactions.ts';

type Redacting = Pick<Context, 'db' | 'keyRing' | 'redaction' | 'storage'>;

/**
 * A delivery's payload as it goes out and as it is listed: tags and the class of an error without what is redacted of their task.
 */
export async function payloadShown(context: Redacting, facts: unknown): Promise<unknown> {
  if (typeof facts !== 'object' || facts === null || !('tags' in facts || 'errorClass' in facts)) return facts;
  const { tags, errorClass } = facts as { tags?: unknown; errorClass?: unknown };
  const id = 'id' in facts ? String(facts.id) : '';
  const task = isUuid(id) ? await context.db.prisma.task.findUnique({ where: { id }, select: redactedBy }) : null;
  const redaction = task ? await redactionOfTask(context, task) : plainRedaction(context);
  const textOf = (text: unknown): unknown => (typeof text === 'string' ? redaction.text(text) : text);
  return {
    ...facts,
    ...('tags' in facts && { tags: Array.isArray(tags) ? tags.map(textOf) : tags }),
    ...('errorClass' in facts && { errorClass: textOf(errorClass) }),
  };
}
