import { declareMutation } from '../../kit/mutation.ts';
import { refusals } from './grant.refusal.ts';
import { NOTICE_DAYS } from './grant.service.ts';
import { GrantStatus, transition } from './grant.status.ts';
import { GrantBreakType, GrantType } from './grant.type.ts';

const payload = { field: 'grant', type: () => GrantType };

export const requestGrant = declareMutation({
  name: 'requestGrant',
  does: 'Asks an owner to allow what a check found to be missing.',
  takes: 'the scope `subgraph:publish`',
  refusals: [
    refusals.mayNotRequest(),
    refusals.owner(),
    refusals.element(),
    refusals.permissions(),
    refusals.fields(),
    refusals.terms(),
    refusals.until(),
    refusals.reason(['input', 'reason']),
  ],
  isKeyed: true,
  weight: 50,
  payload: { ...payload, description: 'The request, or why there is none.', fieldDescription: 'The grant, REQUESTED.' },
});

export const decideGrant = declareMutation({
  name: 'decideGrant',
  does: 'Decides about a grant that was asked of your organisation: one person accepts it, another one grants it, and none of them is who asked; one alone refuses. Who asked takes it back by the same call with false.',
  takes: 'the scope `grant:decide`',
  refusals: [
    refusals.mayNotDecide(),
    refusals.unknown(),
    refusals.samePerson(),
    transition.refusal(GrantStatus.REFUSED, GrantStatus.ACCEPTED),
  ],
  weight: 50,
  payload: { ...payload, description: 'The grant, or why nothing was decided.', fieldDescription: 'The grant.' },
});

export const revokeGrant = declareMutation({
  name: 'revokeGrant',
  does: `Ends a grant of your organisation on a day, ${NOTICE_DAYS} days from now unless you say another one. The answer names the live subgraphs that would be refused without it.`,
  takes: 'the scope `grant:decide`',
  refusals: [
    refusals.mayNotDecide(),
    refusals.reason(['reason']),
    refusals.endsOn(),
    refusals.unknown(),
    transition.refusal(GrantStatus.REVOKED, GrantStatus.REVOKED),
  ],
  weight: 500,
  payload: {
    ...payload,
    description: 'The grant and who needs it, or why it was not revoked.',
    fieldDescription: 'The grant, REVOKED.',
    others: { breaks: { type: () => [GrantBreakType], description: 'Live subgraphs that need it.' } },
  },
});
