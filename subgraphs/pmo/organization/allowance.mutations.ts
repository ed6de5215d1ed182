import { declareMutation } from '../../kit/mutation.ts';
import { MOST_OWN_CLIENTS } from './allowance.service.ts';
import { AllowanceType } from './allowance.type.ts';
import { OrganizationKind, scopesFor } from './organization.kind.ts';
import { refusals } from './organization.refusal.ts';

export const setOrganizationAllowance = declareMutation({
  name: 'setOrganizationAllowance',
  does: 'Says which scopes the people of an organisation may give to clients and developers of their own, and how many of them it may have. What they gave before stays.',
  takes: 'the scope `organization:manage`',
  refusals: [
    refusals.forbidden(),
    refusals.organizationUnknown(['input', 'organizationId']),
    refusals.scopeUnknown('everything:read'),
    refusals.scopeNotAllowed('organization:manage', scopesFor(OrganizationKind.PLATFORM)),
    refusals.allowance(MOST_OWN_CLIENTS, 'mostClients'),
  ],
  weight: 50,
  payload: {
    field: 'allowance',
    type: () => AllowanceType,
    description: 'The allowance, or why it was not set.',
    fieldDescription: 'What is allowed from now on.',
  },
});
