import { declareMutation } from '../../kit/mutation.ts';
import { MOST_CLIENTS, MOST_KEYS, MOST_OVERLAP_HOURS } from './client.service.ts';
import { OrganizationKind, scopesFor } from './organization.kind.ts';
import { refusals } from './organization.refusal.ts';
import { clientTransition, OrganizationStatus } from './organization.status.ts';
import { ClientType } from './organization.type.ts';

const { ACTIVE, SUSPENDED } = OrganizationStatus;

const common = { takes: 'the scope `organization:manage`', weight: 100 };

const payload = { field: 'client', type: () => ClientType };

/** The refusals of a key that a partner sends, at its place in the call. */
const keyRefusals = (path: readonly string[]) => [
  refusals.keyMalformed('`kty` is wrong or missing', path),
  refusals.privateKeySent(path),
  refusals.keyUsed(path),
];

export const registerClient = declareMutation({
  ...common,
  name: 'registerClient',
  does: 'Registers software of an organisation; it can get tokens within seconds. Its own people do so within what an officer allowed (`organizationAllowance`).',
  takes: 'the scope `organization:manage`, or `developer:manage` for your own organisation',
  refusals: [
    refusals.mayNotRegister(),
    refusals.beyondAllowance('enrollment:read'),
    refusals.name(),
    refusals.organizationUnknown(['input', 'organizationId']),
    refusals.organizationSuspended(),
    refusals.clientLimit(MOST_CLIENTS),
    refusals.scopeUnknown('everything:read'),
    refusals.scopeNotAllowed('organization:manage', scopesFor(OrganizationKind.PLATFORM)),
    ...keyRefusals(['input', 'jwk']),
  ],
  isKeyed: true,
  payload: {
    ...payload,
    description: 'The new client, or why there is none.',
    fieldDescription: 'The client; its id is the `client_id`.',
  },
});

export const rotateClientKey = declareMutation({
  ...common,
  name: 'rotateClientKey',
  does: 'Gives a client a new key, valid at once; its former keys end after the overlap, so that it can change without a pause.',
  takes: 'the scope `organization:manage`, or `client:rotate` for a client of your own organisation',
  refusals: [
    refusals.mayNotRotate(),
    refusals.clientUnknown(),
    refusals.overlap(MOST_OVERLAP_HOURS),
    ...keyRefusals(['jwk']),
    refusals.keyLimit(MOST_KEYS),
  ],
  payload: {
    ...payload,
    description: 'The client with its new key, or why it has none.',
    fieldDescription: 'The client with all its keys.',
  },
});

export const suspendClient = declareMutation({
  ...common,
  name: 'suspendClient',
  does: 'Stops one client, such as one whose key leaked: it gets no further token, and its tokens are refused within a minute; the organisation and its other clients go on.',
  refusals: [
    refusals.forbidden(),
    refusals.reason(),
    refusals.clientUnknown(['id']),
    clientTransition.refusal(SUSPENDED, SUSPENDED),
  ],
  payload: {
    ...payload,
    description: 'The suspended client, or why it was not suspended.',
    fieldDescription: 'The client, now SUSPENDED.',
  },
});

export const resumeClient = declareMutation({
  ...common,
  name: 'resumeClient',
  does: 'Lets a suspended client go on.',
  refusals: [refusals.forbidden(), refusals.clientUnknown(['id']), clientTransition.refusal(ACTIVE, ACTIVE)],
  payload: {
    ...payload,
    description: 'The resumed client, or why it was not resumed.',
    fieldDescription: 'The client, now ACTIVE, unless its organisation is suspended.',
  },
});
