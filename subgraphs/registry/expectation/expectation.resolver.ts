import { Arg, Args, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
import { demandScope } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared, IdempotencyKey } from '../../kit/mutation.ts';
import { idKey, PageArgs, readPage } from '../../kit/page.ts';
import type { Publishers } from '../ownership/index.ts';
import { type ExpectationLoaders, listExpectations } from './expectation.loader.ts';
import { addExpectation, removeExpectation } from './expectation.mutations.ts';
import { mayList, mayReadAll } from './expectation.policy.ts';
import type { ExpectationService } from './expectation.service.ts';
import { AddExpectationInput, ExpectationConnection, ExpectationType } from './expectation.type.ts';

interface Slice extends RequestContext {
  acting: Publishers;
  expectations: ExpectationService;
  loaders: ExpectationLoaders;
}

const readers = ['subgraph:publish', 'subgraph:approve'];

@Resolver(() => ExpectationType)
export class ExpectationResolver {
  @Directive(requiresScopes(...readers))
  @Query(() => ExpectationConnection, {
    description: 'What your organisation relies on, newest first; what everybody does, with `subgraph:approve`.',
  })
  async expectations(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('isRemoved', () => Boolean, { defaultValue: false, description: 'Those that were removed, instead.' })
    isRemoved: boolean,
    @Ctx() { caller, acting, database }: Slice,
  ): Promise<Connection<ExpectationType>> {
    demandScope(caller, ...readers);
    const page = readPage(args, idKey);
    const parties = mayReadAll(caller) ? null : acting.of(caller);
    const rows = mayList(caller) ? await listExpectations(database, page, { parties, isRemoved }) : [];
    return toConnection(rows, page, ({ id }) => [id]);
  }

  @Declared(addExpectation)
  async addExpectation(
    @Arg('input', () => AddExpectationInput, { description: 'What you rely on.' }) input: AddExpectationInput,
    @IdempotencyKey() key: string,
    @Ctx() { em, expectations, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(addExpectation, language, async () =>
      loaders.expectation.load(await expectations.add(em(), input, { caller, key })),
    );
  }

  @Declared(removeExpectation)
  async removeExpectation(
    @Arg('id', () => ID, { description: "The expectation's id." }) id: string,
    @Ctx() { em, expectations, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(removeExpectation, language, async () =>
      loaders.expectation.load(await expectations.remove(em(), id, caller)),
    );
  }
}
