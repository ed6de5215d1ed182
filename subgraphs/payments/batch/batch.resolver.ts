import { Arg, Args, Ctx, Directive, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { demandScope } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { listOf, requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared, IdempotencyKey } from '../../kit/mutation.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import type { DisbursementLoaders } from '../disbursement/disbursement.loader.ts';
import { DisbursementConnection, type DisbursementType } from '../disbursement/disbursement.type.ts';
import { type BatchLoaders, listBatches } from './batch.loader.ts';
import { approveDisbursementBatch, createDisbursementBatch, rejectDisbursementBatch } from './batch.mutations.ts';
import type { BatchService } from './batch.service.ts';
import { BatchStatus } from './batch.status.ts';
import {
  BatchFilterInput,
  BatchProgressType,
  DisbursementBatchConnection,
  DisbursementBatchType,
  WithheldType,
} from './batch.type.ts';

interface Slice extends RequestContext {
  batches: BatchService;
  loaders: BatchLoaders & DisbursementLoaders;
}

/** The batch by its key, for whoever may read the ledger. @throws GraphQLError UNAUTHENTICATED, FORBIDDEN */
export const readBatch = async (
  { id }: { id: string },
  { caller, loaders }: Slice,
): Promise<DisbursementBatchType | null> => {
  demandScope(caller, 'ledger:read');
  return loaders.batch.load(id);
};

const BatchId = () => Arg('id', () => ID, { description: "The batch's id." });

@Resolver(() => DisbursementBatchType)
export class BatchResolver {
  @Directive(requiresScopes('ledger:read'))
  @Query(() => DisbursementBatchType, { nullable: true, description: 'One batch of payouts; null when there is none.' })
  async disbursementBatch(@BatchId() id: string, @Ctx() context: Slice): Promise<DisbursementBatchType | null> {
    return readBatch({ id }, context);
  }

  @Directive(requiresScopes('ledger:read'))
  @Query(() => DisbursementBatchConnection, { description: 'Batches of payouts, newest first.' })
  async disbursementBatches(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('status', () => BatchStatus, { nullable: true, description: 'Only those that have come so far.' })
    status: BatchStatus | null,
    @Ctx() { caller, database }: Slice,
  ): Promise<Connection<DisbursementBatchType>> {
    demandScope(caller, 'ledger:read');
    const page = readPage(args, idKey);
    return toConnection(await listBatches(database, page, status ?? null), page, ({ id }) => [id]);
  }

  @Directive(listOf(8))
  @FieldResolver(() => [BatchProgressType], { description: 'How many of its payouts have come how far.' })
  async progress(@Root() { id }: DisbursementBatchType, @Ctx() { loaders }: Slice): Promise<BatchProgressType[]> {
    return loaders.batchProgress.load(id);
  }

  @Directive(listOf(4))
  @FieldResolver(() => [WithheldType], {
    description: 'Payouts that were approved and not ordered, by their reason. Approved is sent and withheld.',
  })
  async withheld(@Root() { id }: DisbursementBatchType, @Ctx() { loaders }: Slice): Promise<WithheldType[]> {
    return loaders.batchWithheld.load(id);
  }

  @FieldResolver(() => Int, {
    description: 'People about whose accounts the partners are still asked; it is approved when there are none.',
  })
  async unchecked(@Root() { id }: DisbursementBatchType, @Ctx() { loaders }: Slice): Promise<number> {
    return loaders.batchUnchecked.load(id);
  }

  @FieldResolver(() => DisbursementConnection, {
    description:
      'The payouts that are in it now, newest first: one that was withheld may have gone on to a later batch.',
  })
  async disbursements(
    @Root() { id }: DisbursementBatchType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { loaders }: Slice,
  ): Promise<Connection<DisbursementType>> {
    const page = readPage(args, idKey);
    return toConnection(await loaders.disbursementsOfBatch.load({ parent: id, page }), page, (row) => [row.id]);
  }

  @Declared(createDisbursementBatch)
  async createDisbursementBatch(
    @Arg('filter', () => BatchFilterInput, { description: 'Which payouts.' }) filter: BatchFilterInput,
    @IdempotencyKey() key: string,
    @Ctx() { em, batches, loaders, caller, language, requestId }: Slice,
  ): Promise<object> {
    const { wave = null, entitlement = null, partner = null } = filter;
    let waiting: WithheldType[] | null = null;
    const payload = await answer(createDisbursementBatch, language, async () => {
      const made = await batches.create(em(), { wave, entitlement, partner }, { caller, key, requestId });
      waiting = made.waiting.map((each) => ({ ...each, sum: BigInt(each.sum) }));
      return made.batch === null ? null : loaders.batch.load(made.batch);
    });
    return { ...payload, waiting };
  }

  @Declared(approveDisbursementBatch)
  async approveDisbursementBatch(
    @BatchId() id: string,
    @Ctx() { em, batches, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(approveDisbursementBatch, language, async () =>
      loaders.batch.load(await batches.approve(em(), id, { caller })),
    );
  }

  @Declared(rejectDisbursementBatch)
  async rejectDisbursementBatch(
    @BatchId() id: string,
    @Arg('reason', () => String, { description: 'Why: 3 to 500 characters.' }) reason: string,
    @Ctx() { em, batches, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(rejectDisbursementBatch, language, async () =>
      loaders.batch.load(await batches.reject(em(), id, { caller, reason })),
    );
  }
}
