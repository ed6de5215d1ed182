import { declareMutation } from '../../kit/mutation.ts';
import { refusals } from './key.refusal.ts';
import { MOST_KEYS } from './key.service.ts';
import { KeyStatus, transition } from './key.status.ts';
import { PublisherKeyType } from './key.type.ts';

const payload = { field: 'key', type: () => PublisherKeyType };

export const registerPublisherKey = declareMutation({
  name: 'registerPublisherKey',
  does: "Proposes a public Ed25519 key of your own organisation that shall sign its subgraphs' revisions, or approve them. It signs nothing until an officer approves it. A key is registered once for ever.",
  takes: 'the scope `subgraph:publish`',
  refusals: [refusals.mayNotPropose(), refusals.malformed(), refusals.used(), refusals.limit(MOST_KEYS)],
  weight: 50,
  payload: { ...payload, description: 'The new key, or why there is none.', fieldDescription: 'The key, PROPOSED.' },
});

export const approvePublisherKey = declareMutation({
  name: 'approvePublisherKey',
  does: 'Approves a key that somebody else proposed: from now on what it signs counts.',
  takes: 'the scope `subgraph:approve`',
  refusals: [
    refusals.mayNotDecide(),
    refusals.unknown(),
    refusals.samePerson(),
    transition.refusal(KeyStatus.REVOKED, KeyStatus.APPROVED),
  ],
  weight: 50,
  payload: {
    ...payload,
    description: 'The approved key, or why it is not approved.',
    fieldDescription: 'The key, APPROVED.',
  },
});

export const revokePublisherKey = declareMutation({
  name: 'revokePublisherKey',
  does: 'Ends a key, such as one that was lost or whose owner left: it signs nothing any more, what waits for approval under it included.',
  takes: 'the scope `subgraph:approve`, or `subgraph:publish` for a key of your own organisation',
  refusals: [
    refusals.mayNotRevoke(),
    refusals.reason(),
    refusals.unknown(),
    transition.refusal(KeyStatus.REVOKED, KeyStatus.REVOKED),
  ],
  weight: 50,
  payload: {
    ...payload,
    description: 'The revoked key, or why it was not revoked.',
    fieldDescription: 'The key, REVOKED.',
  },
});
