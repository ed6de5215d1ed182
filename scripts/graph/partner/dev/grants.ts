import type { Grant, Permission } from '../../../../schema/registry/grant.ts';
import { askRegistry } from '../../registry/asker.ts';

interface GrantAnswer {
  owner: string;
  grantee: string;
  element: string;
  permissions: Permission[];
  fields: string[] | null;
  fromDay: string;
  untilDay: string | null;
  endsOn: string | null;
}

/** What owners have granted by now, as an officer of a running stack is shown it. */
export const grantsOf = (data: string) => async (): Promise<Grant[]> => {
  const ask = askRegistry({ role: 'officer', data });
  const { grants } = await ask<{ grants: { nodes: GrantAnswer[] } }>('ListGrants', { first: 100, status: 'GRANTED' });
  return grants.nodes.map(({ owner, grantee: to, element: on, permissions: may, ...each }) => {
    const until = each.endsOn ?? each.untilDay;
    const dated = { from: each.fromDay, ...(until && { until }), ...(each.fields && { fields: each.fields }) };
    return { owner, to, on, may, ...dated, grantedBy: 'accepted', approvedBy: 'granted' };
  });
};
