import type { ConformanceRule } from '../../../schema/registry/conformance.ts';
import type { Answer } from './connection.ts';
import type { Conversation } from './conversation.ts';

/** What a rule found. */
export interface Outcome {
  /** What is wrong; undefined where the rule holds. */
  fault?: string | undefined;
  /** A figure, or what there was nothing of. */
  measured?: string | undefined;
}

/** One thing that the graph expects of a partner's subgraph. */
export interface Rule {
  name: ConformanceRule;
  /** Without it the rules after it say nothing. */
  isGround?: boolean;
  run(conversation: Conversation): Promise<Outcome>;
}

export const HOLDS: Outcome = {};

/** The smallest question of all. */
export const ANYTHING = '{ __typename }';

/** What came, in a few words. */
export const shown = ({ status, text, failure }: Answer): string =>
  failure ? `no answer (${failure})` : `${status} ${text.slice(0, 200)}`;

export const isAnswered = ({ status, json }: Answer): boolean =>
  status === 200 && json?.errors === undefined && typeof json?.data === 'object' && json.data !== null;

const hasData = ({ json }: Answer): boolean =>
  typeof json?.data === 'object' && json.data !== null && Object.values(json.data).some((value) => value !== null);

/** A refusal is an answer without data whose status is that of a client's mistake, or that has errors. */
export const isRefused = (answer: Answer): boolean =>
  !hasData(answer) &&
  ((answer.status >= 400 && answer.status < 500) || (answer.status === 200 && Array.isArray(answer.json?.errors)));

/** Holds where what must be refused is. */
export const refusalOf = (what: string, answer: Answer): Outcome =>
  isRefused(answer) ? HOLDS : { fault: `${what} must be refused with 401; it was answered ${shown(answer)}` };

/** The errors of an answer that are objects. */
export const errorsOf = ({ json }: Answer): Record<string, unknown>[] =>
  (Array.isArray(json?.errors) ? json.errors : []).filter(
    (each): each is Record<string, unknown> => typeof each === 'object' && each !== null,
  );
