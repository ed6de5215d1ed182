import { Arg, Args, Ctx, Directive, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { demandScope } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { listOf, requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared, IdempotencyKey } from '../../kit/mutation.ts';
import { PageArgs, readPage } from '../../kit/page.ts';
import { textOf } from '../profile/index.ts';
import { listVersions, readVersion } from './barred.loader.ts';
import { approveBarredList, declineBarredList, importBarredList } from './barred.mutations.ts';
import type { BarredService } from './barred.service.ts';
import {
  BarredListFaultType,
  BarredListVersionConnection,
  BarredListVersionType,
  ImportBarredListInput,
} from './barred.type.ts';
import type { DecisionService } from './decision.service.ts';
import { fileFaultText } from './file.fault.ts';
import { ImportedList } from './imported-list.ts';

interface Slice extends RequestContext {
  barred: BarredService;
  barredDecisions: DecisionService;
}

const versionKey = z.tuple([z.int()]);

@Resolver(() => BarredListVersionType)
export class BarredResolver {
  @Directive(listOf(20))
  @FieldResolver(() => [BarredListFaultType], { description: 'The lines of `badLines`, each with what is wrong.' })
  faults(@Root() { badLines, badCodes }: BarredListVersionType, @Ctx() { language }: Slice): BarredListFaultType[] {
    return badCodes.map((code, index) => ({ line: badLines[index] ?? 0, code, message: textOf(code)[language] }));
  }

  @FieldResolver(() => String, {
    nullable: true,
    description: 'The refusal for people, in the language of Accept-Language: what is wrong, and what to do.',
  })
  refusalMessage(@Root() { refusal }: BarredListVersionType, @Ctx() { language }: Slice): string | null {
    return refusal === null ? null : fileFaultText(refusal)[language];
  }

  @Directive(requiresScopes('barred:import'))
  @Query(() => BarredListVersionConnection, {
    description: 'Versions of the lists of barred people, newest first; takes the scope `barred:import`.',
  })
  async barredListVersions(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('list', () => ImportedList, { nullable: true, description: 'Only versions of this list.' })
    list: ImportedList | null,
    @Ctx() { caller, database }: Slice,
  ): Promise<Connection<BarredListVersionType>> {
    demandScope(caller, 'barred:import');
    const page = readPage(args, versionKey);
    return toConnection(await listVersions(database, page, list ?? null), page, ({ id }) => [Number(id)]);
  }

  @Declared(importBarredList)
  async importBarredList(
    @Arg('input', () => ImportBarredListInput, { description: 'The file.' }) input: ImportBarredListInput,
    @IdempotencyKey() key: string,
    @Ctx() { em, barred, database, caller, requestId, language }: Slice,
  ): Promise<object> {
    return answer(importBarredList, language, async () =>
      readVersion(database, await barred.import(em(), { ...input }, { caller, requestId, key })),
    );
  }

  @Declared(approveBarredList)
  async approveBarredList(
    @Arg('version', () => ID, { description: 'The version.' }) version: string,
    @Ctx() { em, barredDecisions, database, caller, language }: Slice,
  ): Promise<object> {
    return answer(approveBarredList, language, async () =>
      readVersion(database, await barredDecisions.approve(em(), version, caller)),
    );
  }

  @Declared(declineBarredList)
  async declineBarredList(
    @Arg('version', () => ID, { description: 'The version.' }) version: string,
    @Ctx() { em, barredDecisions, database, caller, language }: Slice,
  ): Promise<object> {
    return answer(declineBarredList, language, async () =>
      readVersion(database, await barredDecisions.decline(em(), version, caller)),
    );
  }
}
