import { declareMutation } from '../../kit/mutation.ts';
import { refusals } from './deprecation.refusal.ts';
import { DeprecationType } from './deprecation.type.ts';

export const acknowledgeDeprecation = declareMutation({
  name: 'acknowledgeDeprecation',
  does: 'Says for your organisation that it will do without a deprecated element: once all who use it have said so, it may be removed before its deadline. It cannot be taken back.',
  takes: 'the scope `deprecation:acknowledge`',
  refusals: [refusals.mayNotAcknowledge(), refusals.unknown()],
  weight: 50,
  payload: {
    field: 'deprecation',
    type: () => DeprecationType,
    description: 'The deprecation, or why it is not acknowledged.',
    fieldDescription: 'The deprecation.',
    scopes: ['organization:read'],
  },
});
