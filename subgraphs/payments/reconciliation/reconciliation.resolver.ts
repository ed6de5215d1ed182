import { Arg, Args, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { demandScope } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { listOf, requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared, IdempotencyKey } from '../../kit/mutation.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import { DateScalar } from '../../kit/scalars.ts';
import { paymentPartners } from '../wallet/index.ts';
import { PaymentPartnerType } from '../wallet/partner.type.ts';
import { partnerOf } from '../wallet/wallet.loader.ts';
import { DifferenceKind } from './difference.policy.ts';
import type { DifferenceService } from './difference.service.ts';
import { type FileFaultCode, faultText } from './file.fault.ts';
import {
  countDifferences,
  fileOfDay,
  ledgerOfDay,
  listDifferences,
  listFiles,
  readDifference,
  readFile,
} from './reconciliation.loader.ts';
import {
  confirmDifferenceResolution,
  importSettlementFile,
  proposeDifferenceResolution,
  rejectDifferenceResolution,
} from './reconciliation.mutations.ts';
import { DifferenceStatus } from './reconciliation.status.ts';
import {
  DifferenceConnection,
  type DifferenceType,
  ImportSettlementFileInput,
  ProposeDifferenceResolutionInput,
  ReconciliationCountType,
  ReconciliationType,
  SettlementFileConnection,
  SettlementFileType,
} from './reconciliation.type.ts';
import type { SettlementFileService } from './settlement.service.ts';

interface Slice extends RequestContext {
  settlementFiles: SettlementFileService;
  differences: DifferenceService;
}

const fileKey = z.tuple([z.int32()]);
const SCOPES = ['ledger:read', 'reconciliation:decide'] as const;

@Resolver(() => SettlementFileType)
export class SettlementFileResolver {
  @FieldResolver(() => PaymentPartnerType, { description: 'Whose file it is.' })
  partner(@Root() { partnerCode }: SettlementFileType): PaymentPartnerType {
    return partnerOf(partnerCode);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'What is wrong with it, in the language of Accept-Language; null when it was not refused.',
  })
  refusalMessage(@Root() { refusal }: SettlementFileType, @Ctx() { language }: Slice): string | null {
    return refusal === null ? null : faultText(refusal as FileFaultCode)[language];
  }

  @Directive(requiresScopes(...SCOPES))
  @Query(() => SettlementFileConnection, {
    description: 'Settlement files, newest first. Takes `ledger:read` or `reconciliation:decide`.',
  })
  async settlementFiles(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('partner', () => String, { nullable: true, description: 'Only files of this partner.' })
    partner: string | null,
    @Ctx() { caller, database }: Slice,
  ): Promise<Connection<SettlementFileType>> {
    demandScope(caller, ...SCOPES);
    const page = readPage(args, fileKey);
    return toConnection(await listFiles(database, page, partner ?? null), page, ({ id }) => [id]);
  }

  @Declared(importSettlementFile)
  async importSettlementFile(
    @Arg('input', () => ImportSettlementFileInput, { description: 'The file.' }) input: ImportSettlementFileInput,
    @IdempotencyKey() key: string,
    @Ctx() { em, settlementFiles, database, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(importSettlementFile, language, async () =>
      readFile(database, await settlementFiles.import(em(), { ...input }, { caller, requestId, key })),
    );
  }
}

@Resolver(() => ReconciliationType)
export class ReconciliationResolver {
  @Directive(requiresScopes(...SCOPES))
  @Query(() => ReconciliationType, {
    nullable: true,
    description:
      "One partner's day: totals and differences. Null for an unknown partner. Takes `ledger:read` or `reconciliation:decide`.",
  })
  async reconciliation(
    @Arg('date', () => DateScalar, { description: 'The day in Jakarta.' }) date: string,
    @Arg('partner', () => String, { description: "The partner's code." }) partner: string,
    @Ctx() { caller, database }: Slice,
  ): Promise<ReconciliationType | null> {
    demandScope(caller, ...SCOPES);
    if (!paymentPartners.some(({ code }) => code === partner)) return null;
    const [file, totals] = await Promise.all([
      fileOfDay(database, partner, date),
      ledgerOfDay(database, partner, date),
    ]);
    return { ...totals, date, partnerCode: partner, file };
  }

  @FieldResolver(() => PaymentPartnerType, { description: 'The partner.' })
  partner(@Root() { partnerCode }: ReconciliationType): PaymentPartnerType {
    return partnerOf(partnerCode);
  }

  @Directive(listOf(4))
  @FieldResolver(() => [ReconciliationCountType], { description: 'Differences by kind.' })
  async counts(@Root() { file }: ReconciliationType, @Ctx() { database }: Slice): Promise<ReconciliationCountType[]> {
    const found = file === null ? [] : await countDifferences(database, file.id);
    return Object.values(DifferenceKind).map(
      (kind) => found.find((each) => each.kind === kind) ?? { kind, count: 0, open: 0 },
    );
  }

  @FieldResolver(() => DifferenceConnection, {
    description: 'The differences: those of the file, then what is missing.',
  })
  async differences(
    @Root() { file }: ReconciliationType,
    @Args(() => PageArgs) args: PageArgs,
    @Arg('kind', () => DifferenceKind, { nullable: true, description: 'Only of this kind.' })
    kind: DifferenceKind | null,
    @Arg('status', () => DifferenceStatus, { nullable: true, description: 'Only as far as this.' })
    status: DifferenceStatus | null,
    @Ctx() { database }: Slice,
  ): Promise<Connection<DifferenceType>> {
    const page = readPage(args, idKey);
    const wanted = { file: file?.id ?? 0, kind: kind ?? null, status: status ?? null };
    const rows = file === null ? [] : await listDifferences(database, page, wanted);
    return toConnection(rows, page, ({ id }) => [id]);
  }
}

@Resolver()
export class DifferenceResolver {
  @Declared(proposeDifferenceResolution)
  async proposeDifferenceResolution(
    @Arg('input', () => ProposeDifferenceResolutionInput, { description: 'The proposal.' })
    input: ProposeDifferenceResolutionInput,
    @Ctx() { em, differences, database, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(proposeDifferenceResolution, language, async () =>
      readDifference(database, await differences.propose(em(), { ...input }, { caller, requestId })),
    );
  }

  @Declared(confirmDifferenceResolution)
  async confirmDifferenceResolution(
    @Arg('id', () => ID, { description: 'The difference.' }) id: string,
    @Ctx() { em, differences, database, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(confirmDifferenceResolution, language, async () =>
      readDifference(database, await differences.confirm(em(), id, { caller, requestId })),
    );
  }

  @Declared(rejectDifferenceResolution)
  async rejectDifferenceResolution(
    @Arg('id', () => ID, { description: 'The difference.' }) id: string,
    @Ctx() { em, differences, database, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(rejectDifferenceResolution, language, async () =>
      readDifference(database, await differences.reject(em(), id, { caller, requestId })),
    );
  }
}
