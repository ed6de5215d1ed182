import type { EntityManager } from '@mikro-orm/postgresql';
import type { Finding } from '../../../schema/registry/finding.ts';
import { composeLive } from '../../../schema/registry/live-graph.ts';
import type { OwnershipRecord } from '../../../schema/registry/ownership.ts';
import type { Subgraph } from '../../../schema/registry/revision.ts';
import { type Statement, statementHash } from '../../../schema/registry/statement.ts';
import { type Database, execute } from '../../kit/database.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { column, statement as declare } from '../../kit/statement.ts';
import { addOwnership, ownershipOf } from '../ownership/index.ts';
import { NOTHING_YET } from './proposal.service.ts';
import { addRelease, lockReleases } from './release.service.ts';
import { RevisionEntity } from './revision.entity.ts';
import type { SentSignature } from './signature.service.ts';

/** A signed first revision. */
interface FirstRevision {
  subgraph: Subgraph;
  statement: Statement;
  publisher: SentSignature;
  approver: SentSignature;
}

interface FirstFacts {
  proposedBy: string;
  approvedBy: string;
  approverOrganization: string;
  record: OwnershipRecord;
  now: Date;
}

// A row begins as a proposal: it takes each step, as any other does.
const STEPS = [
  `update subgraph_revision set status = 'CHECKED', checked_at = $2 where id = $1`,
  `update subgraph_revision set status = 'APPROVED', approved_at = $2, approver_organization = $3, approver_key = $4,
    approver_signature = $5, approved_by = $6 where id = $1`,
  `update subgraph_revision set status = 'LIVE', live_at = $2 where id = $1`,
] as const;

const insert = async (
  tx: EntityManager,
  { subgraph, statement, publisher, approver }: FirstRevision,
  facts: FirstFacts,
) => {
  const { now, proposedBy, approvedBy, approverOrganization } = facts;
  const { rollbackTo: _, ...stated } = statement;
  const id = uuidv7(now.getTime());
  await execute(tx, 'insert into sdl (hash, text) values ($1, $2) on conflict do nothing', [
    statement.sdlHash,
    subgraph.sdl,
  ]);
  const signing = { publisherKey: publisher.keyId, publisherSignature: publisher.signature };
  const hash = statementHash(statement);
  tx.create(RevisionEntity, {
    ...NOTHING_YET,
    ...stated,
    rollbackTo: null,
    ...signing,
    id,
    hash,
    proposedBy,
    proposedAt: now,
  });
  await tx.flush();
  const values = [approverOrganization, approver.keyId, approver.signature, approvedBy];
  for (const [index, step] of STEPS.entries()) await execute(tx, step, [id, now, ...(index === 1 ? values : [])]);
  return id;
};

/**
 * Makes the first revisions of several subgraphs live at once: each may need the others to compose.
 * @throws Error where they do not compose, or where something is live already
 */
export const addFirst = async (tx: EntityManager, all: readonly FirstRevision[], facts: FirstFacts): Promise<void> => {
  if ((await lockReleases(tx)) > 0) throw new Error('the registry has begun already');
  const live = all.map(({ subgraph }) => subgraph);
  const { supergraph, errors } = composeLive(live);
  if (!supergraph) throw new Error(`the subgraphs do not compose: ${errors.map(({ message }) => message).join('; ')}`);
  let revisionId = '';
  // A millisecond apart: the order in which they were first live is the order in which they are composed.
  for (const [index, each] of all.entries()) {
    revisionId = await insert(tx, each, { ...facts, now: new Date(facts.now.getTime() + index) });
  }
  const releasedAt = new Date(facts.now.getTime() + all.length);
  await addRelease(tx, { number: 1, revisionId, supergraph: supergraph.sdl, changes: [], releasedAt });
  await addOwnership(tx, ownershipOf(facts.record, live), facts.now);
};

const HEADS = declare(
  'revision-heads',
  {
    subgraph: column.text,
    number: column.int4,
    hash: column.text,
    status: column.text,
    findings: column.jsonb,
    openId: column.uuid.orNull,
    liveSdlHash: column.text.orNull,
    liveAddress: column.text.orNull,
  },
  `select distinct on (last.subgraph) last.subgraph, last.number, last.hash, last.status, last.findings,
      case when last.status in ('PROPOSED', 'CHECKED', 'CANARY', 'APPROVED') then last.id end as "openId",
      live.sdl_hash as "liveSdlHash", live.address as "liveAddress"
    from subgraph_revision as last
    left join subgraph_revision as live on live.subgraph = last.subgraph and live.status = 'LIVE'
    order by last.subgraph, last.number desc`,
);

/** Returns the last statement of each subgraph, and what is live of it. */
export const readHeads = async (database: Database) =>
  (await database.rows(HEADS)).map((head) => ({ ...head, findings: head.findings as Finding[] }));
