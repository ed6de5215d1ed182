import { Arg, Ctx, Directive, ID, Query, Resolver } from 'type-graphql';
import { demand } from '../../kit/access.ts';
import { requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared } from '../../kit/mutation.ts';
import { setOrganizationAllowance } from './allowance.mutations.ts';
import type { AllowanceService } from './allowance.service.ts';
import { AllowanceType, SetAllowanceInput } from './allowance.type.ts';
import type { OrganizationLoaders } from './organization.loader.ts';
import { mayReadAllowance } from './organization.policy.ts';

interface Slice extends RequestContext {
  allowances: AllowanceService;
  loaders: OrganizationLoaders;
}

@Resolver(() => AllowanceType)
export class AllowanceResolver {
  @Directive(requiresScopes('organization:read', 'organization:manage'))
  @Query(() => AllowanceType, {
    nullable: true,
    description:
      'What the people of your own organisation may do by themselves, or, with `organization:manage`, those of any. Null where no officer said so.',
  })
  async organizationAllowance(
    @Arg('organizationId', () => ID, { nullable: true, description: "The organisation's id; your own unless said." })
    asked: string | null | undefined,
    @Ctx() { caller, loaders }: Slice,
  ): Promise<AllowanceType | null> {
    const organizationId = asked ?? caller.org ?? '';
    const sufficient = { scopes: ['organization:manage'], or: 'organization' } as const;
    demand(mayReadAllowance(caller, organizationId), caller, sufficient);
    return loaders.allowance.load(organizationId);
  }

  @Declared(setOrganizationAllowance)
  async setOrganizationAllowance(
    @Arg('input', () => SetAllowanceInput, { description: 'What is allowed.' }) input: SetAllowanceInput,
    @Ctx() { em, allowances, loaders, caller, language }: Slice,
  ): Promise<object> {
    return answer(setOrganizationAllowance, language, async () =>
      loaders.allowance.load(await allowances.set(em(), input, caller)),
    );
  }
}
