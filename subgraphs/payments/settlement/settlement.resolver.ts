import { Arg, Args, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { demand, demandScope, isOwnerWith } from '../../kit/access.ts';
import type { Caller } from '../../kit/caller.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { isUuid } from '../../kit/ids.ts';
import { answer, Declared } from '../../kit/mutation.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import { DateScalar } from '../../kit/scalars.ts';
import { findSettlement, lineKey, listLines, listRuns, listSettlements, readRun } from './settlement.loader.ts';
import { approveSettlementRun, createSettlementRun, rejectSettlementRun } from './settlement.mutations.ts';
import type { SettlementService } from './settlement.service.ts';
import { SettlementStatus } from './settlement.status.ts';
import {
  SettledPurchaseConnection,
  type SettledPurchaseType,
  SettlementConnection,
  SettlementRunConnection,
  SettlementRunType,
  SettlementType,
} from './settlement.type.ts';

interface Slice extends RequestContext {
  settlements: SettlementService;
}

const RunId = () => Arg('id', () => ID, { description: "The run's id." });

/** Decided, so that its organisation may see it. */
const decided: readonly SettlementStatus[] = [SettlementStatus.APPROVED, SettlementStatus.DONE];

/** @throws GraphQLError UNAUTHENTICATED, or FORBIDDEN to who may see nobody's settlements */
const demandReader = (caller: Caller) => {
  const isProvider = caller.can('course:publish') && caller.org !== null && isUuid(caller.org);
  demand(caller.can('ledger:read') || isProvider, caller, { scopes: ['ledger:read', 'course:publish'] });
};

@Resolver(() => SettlementType)
export class SettlementResolver {
  @Directive(requiresScopes('ledger:read', 'course:publish'))
  @Query(() => SettlementType, {
    nullable: true,
    description:
      "One settlement: your organisation's, or any with `ledger:read`. Null when there is none that you may see.",
  })
  async settlement(
    @Arg('id', () => ID, { description: "The settlement's id." }) id: string,
    @Ctx() { caller, database }: Slice,
  ): Promise<SettlementType | null> {
    demandReader(caller);
    const found = await findSettlement(database, id);
    if (!found) return null;
    const isOwn = isOwnerWith(caller, found.organizationId, 'course:publish') && decided.includes(found.status);
    return caller.can('ledger:read') || isOwn ? (found as SettlementType) : null;
  }

  @Directive(requiresScopes('ledger:read', 'course:publish'))
  @Query(() => SettlementConnection, {
    description:
      "Settlements with institutions and platforms, newest first: your organisation's that are approved, or all with `ledger:read`.",
  })
  async settlements(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('run', () => ID, { nullable: true, description: 'Only those of this run.' }) run: string | null,
    @Ctx() { caller, database }: Slice,
  ): Promise<Connection<SettlementType>> {
    demandReader(caller);
    const page = readPage(args, idKey);
    const party = caller.can('ledger:read') ? null : caller.org;
    const wanted = run ?? null;
    const rows = wanted === null || isUuid(wanted) ? await listSettlements(database, page, { run: wanted, party }) : [];
    return toConnection(rows as SettlementType[], page, ({ id }) => [id]);
  }

  @FieldResolver(() => SettledPurchaseConnection, { description: 'The purchases that it consists of.' })
  async purchases(
    @Root() settlement: SettlementType & { runId: string },
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { database }: Slice,
  ): Promise<Connection<SettledPurchaseType>> {
    const page = readPage(args, lineKey);
    const rows = await listLines(database, page, settlement);
    return toConnection(rows as unknown as (SettledPurchaseType & { seq: bigint })[], page, ({ seq }) => [String(seq)]);
  }
}

@Resolver(() => SettlementRunType)
export class SettlementRunResolver {
  @Directive(requiresScopes('ledger:read'))
  @Query(() => SettlementRunType, { nullable: true, description: 'One run of settlements; null when there is none.' })
  async settlementRun(@RunId() id: string, @Ctx() { caller, database }: Slice): Promise<SettlementRunType | null> {
    demandScope(caller, 'ledger:read');
    return readRun(database, id);
  }

  @Directive(requiresScopes('ledger:read'))
  @Query(() => SettlementRunConnection, { description: 'Runs of settlements, newest first.' })
  async settlementRuns(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { caller, database }: Slice,
  ): Promise<Connection<SettlementRunType>> {
    demandScope(caller, 'ledger:read');
    const page = readPage(args, idKey);
    return toConnection(await listRuns(database, page), page, ({ id }) => [id]);
  }

  @Declared(createSettlementRun)
  async createSettlementRun(
    @Arg('until', () => DateScalar, { description: 'The last day, in Jakarta, whose purchases are settled.' })
    until: string,
    @Ctx() { em, settlements, database, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(createSettlementRun, language, async () =>
      readRun(database, await settlements.create(em(), until, { caller, requestId })),
    );
  }

  @Declared(approveSettlementRun)
  async approveSettlementRun(
    @RunId() id: string,
    @Ctx() { em, settlements, database, caller, language }: Slice,
  ): Promise<object> {
    return answer(approveSettlementRun, language, async () =>
      readRun(database, await settlements.approve(em(), id, { caller })),
    );
  }

  @Declared(rejectSettlementRun)
  async rejectSettlementRun(
    @RunId() id: string,
    @Arg('reason', () => String, { description: 'Why: 3 to 500 characters.' }) reason: string,
    @Ctx() { em, settlements, database, caller, language }: Slice,
  ): Promise<object> {
    return answer(rejectSettlementRun, language, async () =>
      readRun(database, await settlements.reject(em(), id, { caller, reason })),
    );
  }
}
