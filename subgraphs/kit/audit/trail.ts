import type { KeyObject } from 'node:crypto';
import type { EventSubscriber, TransactionEventArgs } from '@mikro-orm/core';
import type { Caller } from '../caller.ts';
import { type Database, execute } from '../database.ts';
import { uuidv7 } from '../ids.ts';
import type { Logger } from '../log.ts';
import type { RequestFacts } from '../request.ts';
import { beginWriting, beyondRequest } from '../request-life.ts';
import { argumentsHash } from './arguments.ts';
import { AuditDraft, drafts } from './draft.ts';
import type { AuditEntry } from './entry.ts';
import { type SettledCall, settle } from './outcome.ts';

export interface AuditedMutation {
  name: string;
  args: object;
  facts: Pick<RequestFacts, 'caller' | 'requestId'>;
}

/** Writes one entry for each mutation. */
export interface AuditTrail {
  /**
   * Runs a mutation and leaves its entry: in the transaction that commits its effect, else in one of its own. `work`
   * gets the caller whose checks are written down.
   * @throws Error when a refusal cannot be written down
   */
  run<T>(mutation: AuditedMutation, work: (caller: Caller) => T | Promise<T>): Promise<T>;
}

export interface AuditTrailOptions {
  database: Database;
  /** See `argumentsKey`. */
  key: KeyObject;
  log: Logger;
  now: () => Date;
  /** Told of each mutation that was refused. */
  onRefusal?: ((code: string) => void) | undefined;
}

const insert = `insert into audit_pending (id, at, request_id, caller_id, caller_org, client_id, mutation,
    arguments_hash, objects, rules, outcome, code)
  select $1::uuid, $2::timestamptz, $3, $4, $5, $6, $7, $8::bytea, $9::text[], $10::text[], $11, $12`;

// Only a transaction that wrote has a number: one that just read leaves the entry to the one that has the effect.
const WITH_EFFECT = `${insert} where pg_current_xact_id_if_assigned() is not null`;

// A commit whose answer was lost may have left the entry after all.
const ALONE = {
  name: 'audit-alone',
  text: `${insert} where not exists (select from audit_entry where id = $1::uuid) on conflict (id) do nothing`,
};

const HAS_EFFECT = 'select from (select 1) one where pg_current_xact_id_if_assigned() is not null';

const valuesOf = (entry: AuditEntry): unknown[] => [
  entry.id,
  entry.at,
  entry.requestId,
  entry.callerId,
  entry.callerOrg,
  entry.clientId,
  entry.mutation,
  entry.argumentsHash,
  entry.objects,
  entry.rules,
  entry.outcome,
  entry.code,
];

/** Adds the entry of the running mutation to the transaction that is about to commit. */
class EntryWriter implements EventSubscriber {
  readonly #isOurs: (draft: AuditDraft) => boolean;

  constructor(isOurs: (draft: AuditDraft) => boolean) {
    this.#isOurs = isOurs;
  }

  #draft({ transaction }: TransactionEventArgs): AuditDraft | undefined {
    const draft = drafts.getStore();
    const isInner = !transaction || 'savepointName' in transaction;
    return draft && !draft.isOver && !isInner && this.#isOurs(draft) ? draft : undefined;
  }

  async beforeTransactionCommit(event: TransactionEventArgs): Promise<void> {
    const draft = this.#draft(event);
    if (!draft) return;
    const em = event.em as Parameters<typeof execute>[0];
    if (draft.isCommitted) {
      const { rows } = await execute(em, HAS_EFFECT);
      if (rows.length > 0) throw new Error(`${draft.facts.mutation}: a mutation writes in one transaction`);
      return;
    }
    const code = draft.keptRefusal;
    const { affected } = await execute(em, WITH_EFFECT, valuesOf(draft.entry(code ? 'REFUSED' : 'DONE', code)));
    draft.writtenIn = affected > 0 ? event.transaction : undefined;
  }

  async afterTransactionCommit(event: TransactionEventArgs): Promise<void> {
    const draft = this.#draft(event);
    if (draft?.writtenIn && draft.writtenIn === event.transaction) draft.isCommitted = true;
  }
}

/** The trail of one database. It listens to every transaction of the ORM, so no service can leave it out. */
export const createAuditTrail = ({ database, key, log, now, onRefusal }: AuditTrailOptions): AuditTrail => {
  const ours = new WeakSet<AuditDraft>();
  database.orm.em.getEventManager().registerSubscriber(new EntryWriter((draft) => ours.has(draft)));

  const draftOf = ({ name, args, facts }: AuditedMutation): AuditDraft => {
    const { caller, requestId } = facts;
    const id = uuidv7();
    const who = { callerId: caller.id, callerOrg: caller.org, clientId: caller.client ?? null };
    return new AuditDraft({
      id,
      at: now(),
      requestId,
      ...who,
      mutation: name,
      argumentsHash: argumentsHash(key, id, args),
    });
  };

  const writeAlone = async (draft: AuditDraft, { outcome, code }: SettledCall<unknown>) => {
    try {
      // Whoever has left meanwhile: it is there.
      await beyondRequest(() => database.rows(ALONE, valuesOf(draft.entry(outcome, code))));
    } catch (error) {
      if (outcome !== 'FAILED') throw error;
      // What made the mutation fail, such as a database that is away, is what the client should hear of.
      log.error({ err: error, requestId: draft.facts.requestId, mutation: draft.facts.mutation }, 'no audit entry');
    }
  };

  const complain = ({ facts, keptRefusal }: AuditDraft, { outcome, code }: SettledCall<unknown>) => {
    if (code === keptRefusal) return;
    const { requestId, mutation } = facts;
    log.warn({ requestId, mutation, outcome, code }, 'answered otherwise than its committed audit entry says');
  };

  return {
    run: async (mutation, work) => {
      beginWriting();
      const draft = draftOf(mutation);
      ours.add(draft);
      const caller = draft.watched(mutation.facts.caller);
      const settled = await drafts.run(draft, () => settle(() => work(caller)));
      draft.isOver = true;
      if (settled.outcome === 'REFUSED' && settled.code !== null) onRefusal?.(settled.code);
      if (draft.isCommitted) complain(draft, settled);
      else await writeAlone(draft, settled);
      return settled.answer();
    },
  };
};
