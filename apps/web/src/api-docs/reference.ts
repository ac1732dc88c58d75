import { z } from 'zod';
import { exampleOf } from './example-of.ts';
import { type Field, fieldsOf, resolveSchema, Schema } from './fields-of.ts';

/** One method on one path, as the page shows it. */
export interface Operation {
  id: string;
  method: string;
  path: string;
  summary: string;
  description: string;
  parameters: (Field & { place: string })[];
  body: { mediaType: string; isRequired: boolean; fields: Field[]; example: string | null } | null;
  answers: { status: string; description: string; mediaType: string | null; fields: Field[] }[];
}

export interface Group {
  name: string;
  operations: Operation[];
}

const Content = z.record(z.string(), z.object({ schema: Schema.optional() }));
const OperationObject = z.object({
  operationId: z.string(),
  summary: z.string(),
  description: z.string(),
  tags: z.array(z.string()).min(1),
  parameters: z
    .array(z.object({ name: z.string(), in: z.string(), required: z.boolean().default(false), schema: Schema }))
    .default([]),
  requestBody: z.object({ required: z.boolean().default(false), content: Content }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string(), content: Content.default({}) })),
});
const Document = z.object({
  paths: z.record(z.string(), z.record(z.string(), OperationObject)),
  components: z.object({ schemas: z.record(z.string(), Schema) }),
});

/** The OpenAPI document as groups of operations, in its own order. Problems are the same everywhere: their form is left out. */
export function referenceOf(document: unknown): Group[] {
  const { paths, components } = Document.parse(document);
  const groups = new Map<string, Operation[]>();
  for (const [path, item] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(item)) {
      const [name = ''] = operation.tags;
      groups.set(name, [...(groups.get(name) ?? []), operationOf(path, method, operation, components.schemas)]);
    }
  }
  return [...groups].map(([name, operations]) => ({ name, operations }));
}

type Schemas = Record<string, Schema>;

function operationOf(
  path: string,
  method: string,
  object: z.infer<typeof OperationObject>,
  schemas: Schemas,
): Operation {
  const { operationId: id, summary, description, parameters, responses } = object;
  return {
    id,
    method: method.toUpperCase(),
    path,
    summary,
    description,
    parameters: parameters.flatMap(({ name, in: place, required, schema }) =>
      fieldsOf({ type: 'object', properties: { [name]: schema }, required: required ? [name] : [] }, schemas)
        .slice(0, 1)
        .map((field) => ({ ...field, place })),
    ),
    body: bodyOf(object, schemas),
    answers: Object.entries(responses).map(([status, answer]) => {
      const [[mediaType, { schema = {} }] = [null, {}]] = Object.entries(answer.content);
      const isProblem = Number(status) >= 400;
      return { status, description: answer.description, mediaType, fields: isProblem ? [] : fieldsOf(schema, schemas) };
    }),
  };
}

function bodyOf({ requestBody }: z.infer<typeof OperationObject>, schemas: Schemas): Operation['body'] {
  const [[mediaType, { schema }] = [null, {}]] = Object.entries(requestBody?.content ?? {});
  if (!requestBody || mediaType === null) return null;
  const example = schema ? JSON.stringify(exampleOf(resolveSchema(schema, schemas), schemas)) : null;
  return { mediaType, isRequired: requestBody.required, fields: fieldsOf(schema ?? {}, schemas), example };
}
