import type { EntityManager } from '@mikro-orm/postgresql';
import { touched } from '../../kit/audit/draft.ts';
import type { Caller } from '../../kit/caller.ts';
import { lockAllowance } from './allowance.lock.service.ts';
import { AllowanceEntity } from './organization.entity.ts';
import { readScopes } from './organization.kind.ts';
import { mayManage } from './organization.policy.ts';
import { refusals } from './organization.refusal.ts';

export const MOST_OWN_CLIENTS = 50;
export const MOST_DEVELOPERS = 200;

export interface NewAllowance {
  organizationId: string;
  scopes: readonly string[];
  mostClients: number;
  mostDevelopers: number;
}

/** Says what an organisation's own people may do by themselves. */
export class AllowanceService {
  readonly #now: () => Date;

  constructor({ now }: { now: () => Date }) {
    this.#now = now;
  }

  /**
   * What was allowed before and given already stays. @returns the organisation's id
   * @throws Refusal FORBIDDEN, ORGANIZATION_UNKNOWN, SCOPE_UNKNOWN, SCOPE_NOT_ALLOWED, ALLOWANCE_OUT_OF_RANGE
   */
  async set(em: EntityManager, input: NewAllowance, caller: Caller): Promise<string> {
    if (!mayManage(caller)) throw refusals.forbidden();
    const { organizationId, mostClients, mostDevelopers } = input;
    touched('Organization', organizationId.slice(0, 128));
    const isInRange = (value: number, most: number) => value >= 0 && value <= most;
    if (!isInRange(mostClients, MOST_OWN_CLIENTS)) throw refusals.allowance(MOST_OWN_CLIENTS, 'mostClients');
    if (!isInRange(mostDevelopers, MOST_DEVELOPERS)) throw refusals.allowance(MOST_DEVELOPERS, 'mostDevelopers');
    await em.transactional(async (tx) => {
      const known = await lockAllowance(tx, organizationId);
      if (!known) throw refusals.organizationUnknown(['input', 'organizationId']);
      const scopes = readScopes(known.kind, input.scopes);
      const row = { organizationId, scopes, mostClients, mostDevelopers, setBy: caller.id ?? '', setAt: this.#now() };
      await tx.upsert(AllowanceEntity, row);
    });
    return organizationId;
  }
}
