import type { Database } from '../database.ts';
import type { Statement } from '../statement.ts';
import { type AuditDraft, drafts } from './draft.ts';

/** Mutations of one kind as one prepared statement that leaves their audit entries with their effects. */
export interface AuditedStatement<Name extends string> {
  statement: Statement;
  columns: readonly Name[];
}

/** A row of the common table expression `outcome`, one for each call. */
export interface Outcome {
  /** Null when it was done, `AGAIN` when a race left nothing done, else the code of the refusal. */
  code: string | null;
}

/** A mutation that is under way, and what its statement takes. */
export interface AuditedCall<Name extends string> {
  draft: AuditDraft;
  values: Readonly<Record<Name, unknown>>;
}

const AUDIT_COLUMNS = `n int, audit_id uuid, audit_at timestamptz, request_id text, caller_org text, client_id text,
    caller_id text, mutation text, arguments_hash bytea, objects text[], rules text[]`;

const AUDITED = `audited as (
    insert into audit_pending (id, at, request_id, caller_id, caller_org, client_id, mutation, arguments_hash, objects,
      rules, outcome, code)
    select audit_id, audit_at, request_id, caller_id, caller_org, client_id, mutation, arguments_hash, objects, rules,
      case when code is null then 'DONE' else 'REFUSED' end, code
    from outcome join call using (n) where code is distinct from 'AGAIN'
  )`;

/**
 * A statement over the calls in the common table expression `call`: a row each, numbered `n`, with what they take in
 * the columns named here, besides `caller_id`. `expressions` end in `outcome` with `n` and `code` of every call.
 */
export const auditedStatement = <Name extends string>(
  name: string,
  expressions: string,
  columns: Readonly<Record<Name, string>>,
): AuditedStatement<Name> => {
  const own = Object.entries(columns).map(([column, type]) => `"${column}" ${type}`);
  const call = `call as materialized (
    select * from json_to_recordset($1::json) as call (${AUDIT_COLUMNS}, ${own.join(', ')})
  )`;
  const text = `with ${call}, ${expressions}, ${AUDITED} select * from outcome order by n`;
  return { statement: { name, text }, columns: Object.keys(columns) as Name[] };
};

/** Replaces `:name` by the call's value in that column, for a statement that runs for one call at a time. */
export const ofOneCall = (expressions: string): string =>
  expressions.replaceAll(/(?<![:\w]):([a-zA-Z]\w*)/g, '(select "$1" from call)');

/** The entry of the running mutation, whose effect a statement is to write with it. @throws Error when there is none */
export const draftOfMutation = (): AuditDraft => {
  const draft = drafts.getStore();
  if (!draft || draft.isCommitted) throw new Error('a mutation writes once');
  return draft;
};

const hex = (bytes: Buffer) => `\\x${bytes.toString('hex')}`;

/** Returns a value in the form that `json_to_recordset` reads. */
const plain = (value: unknown): unknown => (Buffer.isBuffer(value) ? hex(value) : value);

const rowOf = <Name extends string>({ columns }: AuditedStatement<Name>, { draft, values }: AuditedCall<Name>) => {
  const { id, at, requestId, callerId, callerOrg, clientId, mutation, argumentsHash, objects, rules } = draft.entry(
    'DONE',
    null,
  );
  return {
    audit_id: id,
    audit_at: at,
    request_id: requestId,
    caller_org: callerOrg,
    client_id: clientId,
    caller_id: callerId,
    mutation,
    arguments_hash: hex(argumentsHash),
    objects,
    rules,
    ...Object.fromEntries(columns.map((column) => [column, plain(values[column])])),
  };
};

/** Runs the statement for mutations under way, all in one transaction; returns their rows in order. */
export const runAudited = async <Row extends Outcome, Name extends string>(
  database: Pick<Database, 'point'>,
  statement: AuditedStatement<Name>,
  calls: readonly AuditedCall<Name>[],
): Promise<Row[]> => {
  const rows = calls.map((call, n) => ({ n, ...rowOf(statement, call) }));
  const outcomes = await database.point(statement.statement as Statement<Row>, [JSON.stringify(rows)]);
  if (outcomes.length !== calls.length) throw new Error(`${statement.statement.name}: not one outcome a call`);
  for (const [at, { code }] of outcomes.entries()) {
    const draft = calls[at]?.draft;
    if (!draft || code === 'AGAIN') continue;
    draft.isCommitted = true;
    draft.keptRefusal = code;
  }
  return outcomes;
};
