import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { ApiOperation, Document } from './operation.ts';

export interface FuzzAnswer {
  status: number;
  contentType: string | null;
  text: string;
}

/** What was sent and what came back. */
export interface Exchange {
  operationId: string;
  method: string;
  /** Null when there was none, or none that is text. */
  body: string | null;
  answer: FuzzAnswer;
}

/** Says what an exchange has otherwise than the document; null when it is as described. */
export type ExchangeCheck = (exchange: Exchange) => string | null;

/** Checks by the document's own schemas, with a validator that is not the one that made them. */
export function exchangeCheck(document: Document, operations: readonly ApiOperation[]): ExchangeCheck {
  const fits = schemaCheck(document);
  return ({ operationId, method, body, answer: { status, contentType, text } }) => {
    if (status >= 500) return `${status} is a failure of ours`;
    const operation = operations.find((one) => one.operationId === operationId);
    const described = operation?.responses[String(status)];
    if (!operation || !described) return `${status} is not documented`;
    const accepted = operation.requestBody?.content['application/json']?.schema;
    if (status < 300 && accepted && body !== null && body !== '') {
      const misfit = fits([...placeOf(operation), 'requestBody', 'content', 'application/json', 'schema'], body);
      if (misfit) return `${status} to a body that the document refuses: ${misfit}`;
    }
    const [mediaType] = Object.keys(described.content);
    if (method === 'HEAD') return null;
    if (mediaType === undefined) return text === '' ? null : `${status} has content, and none is documented`;
    const [type] = (contentType ?? '').split(';');
    if (type !== mediaType.split(';')[0]) return `${status} is ${String(contentType)}, not ${mediaType}`;
    if (!mediaType.endsWith('json') || !described.content[mediaType]?.schema) return null;
    const misfit = fits([...placeOf(operation), 'responses', String(status), 'content', mediaType, 'schema'], text);
    return misfit && `${status} has another form: ${misfit}`;
  };
}

/** Says how JSON text differs from the schema at a place of the document. */
function schemaCheck(document: Document): (place: string[], text: string) => string | null {
  // Formats are names to it; patterns stand beside them.
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: false });
  ajv.addSchema(document, 'openapi');
  const validators = new Map<string, ValidateFunction>();
  return (place, text) => {
    const pointer = place
      .map((step) => `/${encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))}`)
      .join('');
    const validate = validators.get(pointer) ?? ajv.compile({ $ref: `openapi#${pointer}` });
    validators.set(pointer, validate);
    return validate(JSON.parse(text)) ? null : ajv.errorsText(validate.errors);
  };
}

function placeOf({ path, method }: ApiOperation): string[] {
  return ['paths', path, method.toLowerCase()];
}
