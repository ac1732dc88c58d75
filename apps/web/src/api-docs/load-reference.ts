import { apiDocument } from '../rest/endpoints/get-openapi.ts';
import { type Group, referenceOf } from './reference.ts';

let reference: Group[] | undefined;

/** The API of this very process; made once. */
export function loadReference(): Group[] {
  // As a reader of its JSON finds it.
  reference ??= referenceOf(JSON.parse(JSON.stringify(apiDocument())));
  return reference;
}
