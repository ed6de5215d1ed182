import { declareMutation } from '../../kit/mutation.ts';
import { refusals } from './organization.refusal.ts';
import { OrganizationStatus, transition } from './organization.status.ts';
import { OrganizationType } from './organization.type.ts';

const { ACTIVE, SUSPENDED } = OrganizationStatus;

const common = { takes: 'the scope `organization:manage`', weight: 100 };

const payload = { field: 'organization', type: () => OrganizationType };

export const registerOrganization = declareMutation({
  ...common,
  name: 'registerOrganization',
  does: 'Lets an organisation join.',
  refusals: [refusals.forbidden(), refusals.name()],
  isKeyed: true,
  payload: {
    ...payload,
    description: 'The new organisation, or why there is none.',
    fieldDescription: 'The organisation, ACTIVE.',
  },
});

export const suspendOrganization = declareMutation({
  ...common,
  name: 'suspendOrganization',
  does: 'Stops an organisation: its clients and officers get no further token, and their tokens are refused within a minute.',
  refusals: [
    refusals.forbidden(),
    refusals.reason(),
    refusals.ownOrganization(),
    refusals.organizationUnknown(['id']),
    transition.refusal(SUSPENDED, SUSPENDED),
  ],
  payload: {
    ...payload,
    description: 'The suspended organisation, or why it was not suspended.',
    fieldDescription: 'The organisation, now SUSPENDED.',
  },
});

export const resumeOrganization = declareMutation({
  ...common,
  name: 'resumeOrganization',
  does: 'Lets a suspended organisation go on.',
  refusals: [refusals.forbidden(), refusals.organizationUnknown(['id']), transition.refusal(ACTIVE, ACTIVE)],
  payload: {
    ...payload,
    description: 'The resumed organisation, or why it was not resumed.',
    fieldDescription: 'The organisation, ACTIVE again.',
  },
});
