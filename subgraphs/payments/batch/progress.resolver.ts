import { Arg, Ctx, Directive, ID, Resolver, Subscription } from 'type-graphql';
import { demandScope } from '../../kit/access.ts';
import { requiresScopes } from '../../kit/directives.ts';
import { inputError } from '../../kit/errors.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import type { BatchLoaders } from './batch.loader.ts';
import { DisbursementBatchType } from './batch.type.ts';
import type { PayoutProgress } from './progress.service.ts';

interface Slice extends RequestContext {
  payoutProgress: PayoutProgress;
  loaders: BatchLoaders;
}

const unknownBatch = () =>
  inputError('BATCH_UNKNOWN', { en: 'There is no such batch.', id: 'Tidak ada kelompok pencairan ini.' }, 'batch');

const watch = ({ args, context }: { args: Record<string, unknown>; context: unknown }) => {
  const { caller, payoutProgress } = context as Slice;
  demandScope(caller, 'ledger:read');
  const batch = String(args.batch);
  if (!isUuid(batch)) throw unknownBatch();
  return payoutProgress.watch(batch);
};

@Resolver()
export class PayoutProgressResolver {
  @Directive(requiresScopes('ledger:read'))
  @Subscription(() => DisbursementBatchType, {
    description:
      'The batch now, and again whenever its state or one of its payouts has moved, at most once a second; ends when it is done or rejected. Error code: BATCH_UNKNOWN.',
    subscribe: watch as never,
  })
  async payoutProgress(
    @Arg('batch', () => ID, { description: "The batch's id." }) id: string,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<DisbursementBatchType> {
    demandScope(caller, 'ledger:read');
    loaders.batch.clear(id);
    const batch = await loaders.batch.load(id);
    if (!batch) throw unknownBatch();
    return batch;
  }
}
