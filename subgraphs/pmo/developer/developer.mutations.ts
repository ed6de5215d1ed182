import type { ClassType } from 'type-graphql';
import { declareMutation } from '../../kit/mutation.ts';
import { OrganizationKind, organizationRefusals, scopesFor } from '../organization/index.ts';
import { refusals } from './developer.refusal.ts';
import { INVITED_DAYS, MOST_IN_ALL } from './developer.service.ts';
import { DeveloperStatus, transition } from './developer.status.ts';
import { DeveloperType } from './developer.type.ts';

const common = {
  takes: 'the scope `organization:manage`, or `developer:manage` for your own organisation',
  weight: 50,
};

export const inviteDeveloper = declareMutation({
  ...common,
  name: 'inviteDeveloper',
  does: `Invites somebody to act for an organisation: by a link at the sign-in that is good once, for that address and for ${INVITED_DAYS} days. An organisation's own people give no scope beyond what an officer allowed.`,
  refusals: [
    refusals.mayNotManage(),
    refusals.email(),
    refusals.label(),
    refusals.noScope(),
    refusals.organizationUnknown(),
    refusals.organizationSuspended(),
    organizationRefusals.scopeUnknown('everything:read'),
    organizationRefusals.scopeNotAllowed('organization:manage', scopesFor(OrganizationKind.PLATFORM)),
    refusals.beyondAllowance('enrollment:read'),
    refusals.limit(MOST_IN_ALL),
  ],
  payload: {
    field: 'developer',
    type: () => DeveloperType,
    description: 'The developer and the secret of the link, or why nobody was invited.',
    fieldDescription: 'The developer, INVITED.',
    others: {
      secret: {
        type: () => String as unknown as ClassType,
        description: 'The secret of the link, shown here only: the link is `/invitation/` and it, at the issuer.',
      },
    },
  },
});

export const removeDeveloper = declareMutation({
  ...common,
  name: 'removeDeveloper',
  does: 'Ends what somebody may do for an organisation: sessions and tokens end within a minute, and a link that was not used is void.',
  refusals: [
    refusals.mayNotManage(),
    refusals.unknown(),
    transition.refusal(DeveloperStatus.LEFT, DeveloperStatus.LEFT),
  ],
  payload: {
    field: 'developer',
    type: () => DeveloperType,
    description: 'The developer, or why nobody was removed.',
    fieldDescription: 'The developer, LEFT.',
  },
});
