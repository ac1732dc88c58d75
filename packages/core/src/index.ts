export * from './attempt-state.ts';
export * from './bulk-operation.ts';
export * from './care.ts';
export * from './core-state.ts';
export * from './effective.ts';
export * from './error.ts';
export * from './event.ts';
export { explain, type Explanation } from './explain/explain.ts';
export { servesQueue } from './explain/explain-capacity.ts';
export {
  aheadLimit,
  type AttemptFact,
  type ClusterFacts,
  type EventFacts,
  type ExplainFacts,
  type QueueFacts,
  type TaskFacts,
  type WorkerFacts,
} from './explain/facts.ts';
export {
  type Help,
  type HelpAction,
  helpActions,
  type Holder,
  type Reason,
  type ReasonCode,
  reasonCodes,
  type Tone,
  tones,
} from './explain/reason.ts';
export * from './fit.ts';
export * from './judgement.ts';
export * from './next-step.ts';
export * from './object-storage.ts';
export * from './outcome.ts';
export * from './profile.ts';
export { Redaction } from './redaction/redaction.ts';
export { defaultRedactedKeys, mask, redactionRules, type RedactionRules } from './redaction/redaction-rules.ts';
export type { ArgumentNames, JsonRedactor } from './redaction/json-redactor.ts';
export type { TextMasker } from './redaction/text-masker.ts';
export { refuseMasks, restoreMasked } from './redaction/restore-masked.ts';
export * from './reported-outcome.ts';
export * from './requirement.ts';
export * from './retention.ts';
export * from './retry-policy.ts';
export * from './role.ts';
export * from './runner.ts';
export * from './schedule/due-ticks.ts';
export * from './schedule/overlap.ts';
export * from './schedule/ticks.ts';
export * from './search/moment.ts';
export {
  formatSearch,
  type ParsedSearch,
  parseSearch,
  type Qualifier,
  qualifiers,
  type Search,
} from './search/search.ts';
export { quoted, type Token, tokensOf } from './search/search-tokens.ts';
export * from './shape.ts';
export * from './source-uri.ts';
export * from './stored-ref.ts';
export * from './sweep.ts';
export * from './task-state.ts';
export * from './trace.ts';
export * from './visible-text.ts';
