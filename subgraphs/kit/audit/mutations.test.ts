import { graphql } from 'graphql';
import { Arg, Ctx, Int, Mutation, Query, Resolver } from 'type-graphql';
import { expect, test } from 'vitest';
import { auditDatabase } from '../../../tests/testkit/audit.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { buildSubgraph } from '../federation.ts';
import type { RequestFacts } from '../request.ts';
import { withAudit } from './mutations.ts';

let ran = 0;

@Resolver()
class SeatResolver {
  @Query(() => Int)
  seats(): number {
    return ran;
  }

  @Mutation(() => Int)
  takeSeat(@Arg('nik', () => String) nik: string, @Ctx() { caller }: RequestFacts): number {
    ran += caller.can('self') && nik ? 1 : 0;
    return ran;
  }

  @Mutation(() => Int)
  leaveSeat(): number {
    ran -= 1;
    return ran;
  }
}

const { schema } = buildSubgraph({ resolvers: [SeatResolver], references: {} });
const facts: RequestFacts = { caller: callerOf('siti', 'self'), requestId: 'request-0001', language: 'en' };
const NIK = '3273010101010001';

test('each mutation of an operation leaves an entry, a query none, and no argument is in it', async () => {
  const { trail, query } = await auditDatabase();
  const contextValue = withAudit(trail, (given) => given)(facts);
  await graphql({ schema, source: '{ seats }', contextValue });
  const source = `mutation { one: takeSeat(nik: "${NIK}") leaveSeat two: takeSeat(nik: "${NIK}") }`;
  expect(await graphql({ schema, source, contextValue })).toEqual({ data: { one: 1, leaveSeat: 0, two: 1 } });
  const entries = await query<{ mutation: string; rules: string[] }>('select * from audit_pending order by id');
  // Entries of one millisecond lie in no order.
  expect(entries.map(({ mutation, rules }) => [mutation, ...rules].join(' ')).toSorted()).toEqual([
    'leaveSeat',
    'takeSeat self',
    'takeSeat self',
  ]);
  expect(JSON.stringify(await query('select audit_pending::text from audit_pending'))).not.toContain(NIK);
});

test('without a trail no mutation runs', async () => {
  const before = ran;
  const { errors } = await graphql({ schema, source: 'mutation { leaveSeat }', contextValue: facts });
  expect([errors?.[0]?.message, ran]).toEqual(['leaveSeat: the context has no audit trail', before]);
});
