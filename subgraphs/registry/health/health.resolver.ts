import { Arg, Ctx, Directive, ID, Int, Query, Resolver } from 'type-graphql';
import { demand } from '../../kit/access.ts';
import { cost, requiresScopes } from '../../kit/directives.ts';
import { inputError } from '../../kit/errors.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { mayReadHealth } from './health.policy.ts';
import type { HealthService } from './health.service.ts';
import { OrganizationHealthType } from './health.type.ts';

interface Slice extends RequestContext {
  health: HealthService;
}

const MOST_DAYS = 90;

const daysOutOfRange = () => {
  const text = { en: `\`days\` must be 1 to ${MOST_DAYS}.`, id: `\`days\` harus 1 sampai ${MOST_DAYS}.` };
  return inputError('DAYS_OUT_OF_RANGE', text, 'days');
};

@Resolver(() => OrganizationHealthType)
export class HealthResolver {
  @Directive(requiresScopes('organization:read'))
  @Directive(cost(20))
  @Query(() => OrganizationHealthType, {
    description:
      'How your own organisation fares in the graph, or, with `organization:manage`, any. Another one is FORBIDDEN.',
  })
  async organizationHealth(
    @Arg('organizationId', () => ID, { nullable: true, description: "The organisation's id; your own unless said." })
    asked: string | null | undefined,
    @Arg('days', () => Int, { defaultValue: 7, description: 'Of the last days: 1 to 90.' }) days: number,
    @Ctx() { caller, health }: Slice,
  ): Promise<OrganizationHealthType> {
    const organizationId = asked ?? caller.org ?? '';
    const sufficient = { scopes: ['organization:manage'], or: 'organization' } as const;
    demand(mayReadHealth(caller, organizationId), caller, sufficient);
    if (days < 1 || days > MOST_DAYS) throw daysOutOfRange();
    return health.of({ organizationId, days });
  }
}
