import { Arg, Args, Ctx, Directive, Int, Query, Resolver } from 'type-graphql';
import { z } from 'zod';
import { demand } from '../../kit/access.ts';
import { type Connection, toConnection } from '../../kit/connection.ts';
import { listOf, requiresScopes } from '../../kit/directives.ts';
import { type FactType, factSchemaUri, facts } from '../../kit/fact.catalogue.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { PageArgs, readPage } from '../../kit/page.ts';
import { readFacts } from './fact.loader.ts';
import { bodyOf, type NumberedFact } from './fact.ts';
import { EventConnection, EventKindType, type EventType } from './fact.type.ts';

const sequenceKey = z.tuple([z.int().nonnegative()]);
const MOST_TYPES = 50;

const eventOf = (fact: NumberedFact): EventType => ({
  id: fact.id,
  sequence: Number(fact.sequence),
  type: fact.type,
  subject: fact.subject,
  occurredAt: fact.occurredAt,
  body: bodyOf(fact),
});

const kinds: EventKindType[] = (Object.keys(facts) as FactType[])
  .toSorted()
  .map((type) => ({ type, description: facts[type].description, schema: factSchemaUri(type) }));

@Resolver()
export class FactResolver {
  @Directive(requiresScopes('webhook:manage'))
  @Query(() => EventConnection, {
    description:
      "Your organisation's events, oldest first: what webhooks carry, in the same order. Keep the last `endCursor` and ask again behind it; they are kept for 400 days.",
  })
  async events(
    @Args(() => PageArgs) args: PageArgs,
    @Arg('afterSequence', () => Int, {
      nullable: true,
      description: 'Continue behind the event of this number; for a first page without `after`.',
    })
    afterSequence: number | null,
    @Arg('types', () => [String], { nullable: true, description: 'Only events of these types: 50 at most.' })
    types: string[] | null,
    @Ctx() { caller, database }: RequestContext,
  ): Promise<Connection<EventType>> {
    demand(caller.org !== null && caller.can('webhook:manage'), caller, { scopes: ['webhook:manage'] });
    const page = readPage(args, sequenceKey);
    const rows = await readFacts(database, {
      organization: caller.org ?? '',
      types: types?.slice(0, MOST_TYPES) ?? null,
      after: page.after?.[0] ?? afterSequence ?? 0,
      rows: page.first + 1,
    });
    return toConnection(rows.map(eventOf), page, ({ sequence }) => [sequence]);
  }

  @Directive(listOf(20))
  @Query(() => [EventKindType], { description: 'Every type of events that organisations are told of.' })
  eventTypes(): EventKindType[] {
    return kinds;
  }
}
