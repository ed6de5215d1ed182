import { AsyncLocalStorage } from 'node:async_hooks';
import { storable } from '../broken-text.ts';
import type { Caller } from '../caller.ts';
import type { AuditEntry, AuditOutcome } from './entry.ts';

/** Longest object in an entry: a client may invent an id of any length, and the entry is written all the same. */
const longestObject = 200;

/** The entry of a mutation that is running. */
export class AuditDraft {
  readonly facts: Omit<AuditEntry, 'objects' | 'rules' | 'outcome' | 'code'>;
  readonly objects = new Set<string>();
  readonly rules = new Set<string>();
  /** The code with which the mutation refuses although it keeps what it wrote. */
  keptRefusal: string | null = null;
  /** The transaction that holds the entry and is not committed yet. */
  writtenIn: object | undefined;
  isCommitted = false;
  isOver = false;

  constructor(facts: AuditDraft['facts']) {
    this.facts = facts;
  }

  /** Returns the same caller, and records the scopes that code asks it for. */
  watched(caller: Caller): Caller {
    const can = (scope: string) => {
      const isGranted = caller.can(scope);
      this.rules.add(isGranted ? scope : `!${scope}`);
      return isGranted;
    };
    return { ...caller, can };
  }

  entry(outcome: AuditOutcome, code: string | null): AuditEntry {
    const objects = [...this.objects].map((object) => storable(object).slice(0, longestObject));
    return { ...this.facts, objects, rules: [...this.rules], outcome, code };
  }
}

/** The mutation in whose course the code runs; jobs and arriving events have none. */
export const drafts = new AsyncLocalStorage<AuditDraft>();

/** Runs work whose transactions are no single mutation's: they leave the entries of many, or of none. */
export const beyondMutation = <T>(work: () => T): T => drafts.exit(work);

/** Names what the running mutation touches, in its audit entry; nothing outside a mutation. */
export const touched = (kind: string, ...ids: readonly (string | number)[]): void => {
  const draft = drafts.getStore();
  for (const id of ids) draft?.objects.add(`${kind}:${id}`);
};

/**
 * Records a refusal in the audit entry of a use case that refuses and yet keeps what it wrote, such as a counted
 * attempt. Call it before the commit, and answer the refusal after it.
 */
export const refusedButKept = (code: string): void => {
  const draft = drafts.getStore();
  if (draft) draft.keptRefusal = code;
};
