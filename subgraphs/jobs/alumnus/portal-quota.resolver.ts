import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { demandScope } from '../../kit/access.ts';
import { requiresScopes } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { PortalType } from '../portal/portal.type.ts';
import type { AlumnusLoaders } from './alumnus.loader.ts';
import { searchingPortal } from './alumnus.policy.ts';
import type { AlumniSearches } from './alumnus.service.ts';
import { AlumniQuotaType } from './alumnus.type.ts';

interface Slice extends RequestContext {
  alumni: AlumniSearches;
  loaders: AlumnusLoaders;
}

@Resolver(() => PortalType)
export class PortalQuotaResolver {
  @Directive(requiresScopes('alumni:search'))
  @FieldResolver(() => AlumniQuotaType, {
    nullable: true,
    description: 'Its quota of rows of alumni today, as in `alumniQuota`; null for others than the portal itself.',
  })
  async quota(@Root() { id }: PortalType, @Ctx() { caller, alumni, loaders }: Slice): Promise<AlumniQuotaType | null> {
    demandScope(caller, 'alumni:search');
    if (searchingPortal(caller) !== id) return null;
    const used = await loaders.alumniUsed.load(alumni.today);
    return { used, remaining: Math.max(0, alumni.limit - used), resetsAt: alumni.resetsAt };
  }
}
