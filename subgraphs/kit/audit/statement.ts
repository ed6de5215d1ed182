import type { Database, Statement } from '../database.ts';
import { drafts } from './draft.ts';

/** A whole mutation as one prepared statement that leaves the audit entry with its effect. */
export interface AuditedStatement<Name extends string> {
  statement: Statement;
  parameters: readonly Name[];
}

/** What the common table expression `outcome` answers in its one row. */
export interface Outcome {
  /** Null when it was done, `AGAIN` when a race left nothing done, else the code of the refusal. */
  code: string | null;
}

const AUDITED = `audited as (
    insert into audit_pending (id, at, request_id, caller_id, caller_org, client_id, mutation, arguments_hash, objects,
      rules, outcome, code)
    select $1::uuid, $2::timestamptz, $3, $4, $5, $6, $7, $8::bytea, $9::text[], $10::text[],
      case when code is null then 'DONE' else 'REFUSED' end, code
    from outcome where code is distinct from 'AGAIN'
  )`;
const AUDIT_PARAMETERS = 10;

/**
 * A statement made of common table expressions, the last of which is `outcome`; `:name` stands for a parameter. An ORM
 * transaction with the same effect takes four more round trips, which is what a registration can do without.
 */
export const auditedStatement = <Name extends string>(
  name: string,
  expressions: string,
  parameters: readonly Name[],
): AuditedStatement<Name> => {
  const numbers = new Map<string, number>(parameters.map((parameter, at) => [parameter, AUDIT_PARAMETERS + at + 1]));
  const numbered = expressions.replaceAll(/(?<![:\w]):([a-zA-Z]\w*)/g, (_, parameter: string) => {
    const number = numbers.get(parameter);
    if (!number) throw new Error(`${name}: no parameter ${parameter}`);
    return `$${number}`;
  });
  return { statement: { name, text: `with ${numbered}, ${AUDITED} select * from outcome` }, parameters };
};

/**
 * Runs the statement of the running mutation; the statement commits by itself.
 * @throws Error outside a mutation
 */
export const runAudited = async <Row extends Outcome, Name extends string>(
  database: Pick<Database, 'point'>,
  { statement, parameters }: AuditedStatement<Name>,
  values: Readonly<Record<Name, unknown>>,
): Promise<Row> => {
  const draft = drafts.getStore();
  if (!draft || draft.isCommitted) throw new Error(`${statement.name}: a mutation writes once`);
  const { id, at, requestId, callerId, callerOrg, clientId, mutation, argumentsHash, objects, rules } = draft.entry(
    'DONE',
    null,
  );
  const audit = [id, at, requestId, callerId, callerOrg, clientId, mutation, argumentsHash, objects, rules];
  const own = parameters.map((parameter) => values[parameter]);
  const [row] = await database.point<Row>(statement, [...audit, ...own]);
  if (!row) throw new Error(`${statement.name}: no outcome`);
  if (row.code !== 'AGAIN') {
    draft.isCommitted = true;
    draft.keptRefusal = row.code;
  }
  return row;
};
