import { z } from 'zod';

/** A JSON Schema as it stands in the document; what is in it is looked at where it is needed. */
const Schema = z.record(z.string(), z.unknown());
export type Schema = z.infer<typeof Schema>;

const Content = z.record(z.string(), z.object({ schema: Schema.optional() }));
const Parameter = z.object({
  name: z.string(),
  in: z.enum(['path', 'query', 'header', 'cookie']),
  required: z.boolean().default(false),
  schema: Schema,
});
const Operation = z.object({
  operationId: z.string(),
  parameters: z.array(Parameter).default([]),
  requestBody: z.object({ required: z.boolean().default(false), content: Content }).optional(),
  responses: z.record(z.string(), z.object({ content: Content.default({}) })),
});
const Document = z.looseObject({
  openapi: z.string(),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.looseObject({ schemas: z.record(z.string(), Schema) }),
});
export type Document = z.infer<typeof Document>;

/** What the document says of one method on one path. */
export interface ApiOperation extends z.infer<typeof Operation> {
  method: string;
  path: string;
}

export function readDocument(json: unknown): { document: Document; operations: ApiOperation[] } {
  const document = Document.parse(json);
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ ...operation, method: method.toUpperCase(), path })),
  );
  return { document, operations };
}

/** The schema itself, or the component that it refers to. */
export function resolve(document: Document, schema: Schema): Schema {
  const name =
    typeof schema['$ref'] === 'string' ? /^#\/components\/schemas\/(.+)$/.exec(schema['$ref'])?.[1] : undefined;
  const found = name === undefined ? schema : document.components.schemas[name];
  if (!found) throw new Error(`The document refers to ${String(schema['$ref'])}, which it does not have.`);
  return found;
}
