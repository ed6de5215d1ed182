import { Arg, Args, Ctx, Directive, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { z } from 'zod';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { cost, listOf, requiresScopes } from '../../kit/directives.ts';
import { forbidden, unauthenticated } from '../../kit/errors.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { orRefusal } from '../../kit/or-refusal.ts';
import { PageArgs, readPage } from '../../kit/page.ts';
import { textOf } from '../profile/index.ts';
import { listVersions, readVersion } from './barred.loader.ts';
import { mayImport } from './barred.policy.ts';
import type { BarredService } from './barred.service.ts';
import {
  BarredListFaultType,
  BarredListVersionConnection,
  BarredListVersionType,
  ImportBarredListInput,
  ImportBarredListPayload,
  ImportedList,
} from './barred.type.ts';

interface Slice extends RequestContext {
  barred: BarredService;
}

const versionKey = z.tuple([z.int()]);

@Resolver(() => BarredListVersionType)
export class BarredResolver {
  @Directive(listOf(20))
  @FieldResolver(() => [BarredListFaultType], { description: 'The lines of `badLines`, each with what is wrong.' })
  faults(@Root() { badLines, badCodes }: BarredListVersionType, @Ctx() { language }: Slice): BarredListFaultType[] {
    return badCodes.map((code, at) => ({ line: badLines[at] ?? 0, code, message: textOf(code)[language] }));
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
    if (!mayImport(caller)) throw caller.id ? forbidden({ scopes: ['barred:import'] }) : unauthenticated();
    const page = readPage(args, versionKey);
    return toConnection(await listVersions(database, page, list ?? null), page, ({ id }) => [Number(id)]);
  }

  @Directive(cost(1_000))
  @Mutation(() => ImportBarredListPayload, {
    description:
      'Imports a version of a list, and judges again the holders of awards whom it concerns. A large one goes on after the answer; `barredListVersions` tells how far. Takes the scope `barred:import`. Refusals: FORBIDDEN, SOURCE_MALFORMED, LIST_DATE_INVALID, SHA256_MALFORMED, FILE_UNKNOWN, LIST_IMPORT_RUNNING, IDEMPOTENCY_KEY_MALFORMED, IDEMPOTENCY_KEY_REUSED.',
  })
  async importBarredList(
    @Arg('input', () => ImportBarredListInput, { description: 'The file.' }) input: ImportBarredListInput,
    @Arg('idempotencyKey', () => String, {
      description: 'Of your making, 8 to 128 characters: a repeated call answers as the first one did.',
    })
    key: string,
    @Ctx() { em, barred, database, caller, requestId, language }: Slice,
  ): Promise<ImportBarredListPayload> {
    return orRefusal('version', language, async () =>
      readVersion(database, await barred.import(em(), { ...input }, { caller, requestId, key })),
    );
  }
}
