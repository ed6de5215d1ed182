import { readFileSync } from 'node:fs';
import { canaryPurpose, hashOf, type Purpose, type Statement, statementHash } from '../../schema/registry/statement.ts';
import { publisherKeys } from '../../scripts/stack/publisher-keys.ts';
import { type GraphTarget, graphClient } from './client.ts';
import { APPROVE, type DoneAnswer, inputOf, PUBLISH, ROLLBACK, SET_CANARY_SHARE, signedBy } from './registry.ts';

const LAST = `query ($subgraph: String!) {
  subgraphRevisions(subgraph: $subgraph, first: 50) { nodes { number previous hash sdlHash address organization } }
}`;

const FIRST_DESCRIPTION = /^type Query \{\n {2}"""\n {2}/m;

interface StatedRevision extends Statement {
  hash: string;
}

/** What a revision of a test is: a statement with its SDL, or of a rollback without. */
export interface PreparedRevision {
  statement: Statement;
  sdl: string | undefined;
}

/** Publishes one of a running stack's own subgraphs through its gateway, as its people do. */
export const ownPublisher = (target: GraphTarget, subgraph: 'pmo' | 'training' | 'payments' | 'jobs') => {
  const as = graphClient(target);
  const keys = publisherKeys(target.data);
  const key = keys.publishers[subgraph] as NonNullable<(typeof keys.publishers)[string]>;
  const publisher = as('officer', 'rollout-publisher');
  const approver = as('officer', 'rollout-approver');

  /** @returns undefined where it takes longer than a request may, and goes on */
  const done = async (by: typeof publisher, query: string, variables: object) => {
    const { data, errors } = await by.query<DoneAnswer | null>(query, variables);
    if (errors?.some(({ extensions }) => !['SUBGRAPH_TIMEOUT', 'SUBGRAPH_UNAVAILABLE'].includes(extensions.code)))
      throw new Error(`no answer: ${JSON.stringify(errors)}`);
    if (data?.done?.refusal) throw new Error(`refused: ${JSON.stringify(data.done.refusal)}`);
    return data?.done;
  };

  const nextOf = async () => {
    const { data } = await publisher.query<{ subgraphRevisions: { nodes: StatedRevision[] } }>(LAST, { subgraph });
    const [last] = data.subgraphRevisions.nodes;
    if (!last) throw new Error(`nothing of ${subgraph} is published`);
    return { all: data.subgraphRevisions.nodes, number: last.number + 1, previous: last.hash, address: last.address };
  };

  const approval = (statement: Statement, purpose: Purpose) => signedBy(keys.approver, statement, purpose);

  return {
    /** Signs the next revision: the committed SDL with another description, which can be taken back. */
    async described(text: string): Promise<PreparedRevision> {
      const { number, previous, address } = await nextOf();
      const own = readFileSync(`schema/${subgraph}.graphql`, 'utf8');
      const sdl = own.replace(FIRST_DESCRIPTION, (begin) => `${begin}${text}. `);
      if (sdl === own) throw new Error(`the first root field of ${subgraph} has no description`);
      return { sdl, statement: { organization: subgraph, subgraph, number, previous, sdlHash: hashOf(sdl), address } };
    },
    /** Signs that an earlier revision comes back. */
    async backTo(rollbackTo: number): Promise<PreparedRevision> {
      const { all, number, previous } = await nextOf();
      const earlier = all.find((each) => each.number === rollbackTo);
      if (!earlier) throw new Error(`there is no revision ${rollbackTo}`);
      const { sdlHash, address } = earlier;
      const statement = { organization: subgraph, subgraph, number, previous, sdlHash, address, rollbackTo };
      return { sdl: undefined, statement };
    },
    publish: ({ statement, sdl }: PreparedRevision) => {
      const idempotencyKey = statementHash(statement);
      if (sdl !== undefined)
        return done(publisher, PUBLISH, { input: inputOf(key, { ...statement, sdl }), key: idempotencyKey });
      const { organization, number, previous, rollbackTo } = statement;
      const signed = signedBy(key, statement, 'publisher');
      const input = { organization, subgraph, number, previous, rollbackTo, ...signed };
      return done(publisher, ROLLBACK, { input, key: idempotencyKey });
    },
    share: (id: string, { statement }: PreparedRevision, share: number) =>
      done(approver, SET_CANARY_SHARE, { id, share, ...approval(statement, canaryPurpose(share)) }),
    approve: (id: string, { statement }: PreparedRevision) =>
      done(approver, APPROVE, { id, ...approval(statement, 'approver') }),
  };
};
