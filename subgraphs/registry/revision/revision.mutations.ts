import { declareMutation } from '../../kit/mutation.ts';
import { MOST_LINES, MOST_SDL_BYTES, MOST_TYPES } from './revision.check.ts';
import { refusals } from './revision.refusal.ts';
import { RevisionStatus, transition } from './revision.status.ts';
import { RevisionType } from './revision.type.ts';

const payload = { field: 'revision', type: () => RevisionType };
const takes = 'the scope `subgraph:publish`';

const stated = [
  refusals.mayNotPublish(),
  refusals.subgraph(),
  refusals.ofAnother(),
  refusals.number(2),
  refusals.previous(),
  refusals.open(),
  refusals.keyUnfit(['input', 'keyId']),
  refusals.signature(['input', 'signature']),
];

export const publishSubgraph = declareMutation({
  name: 'publishSubgraph',
  does: "Publishes a signed revision of your own organisation's subgraph. The answer has what the checks found: REFUSED with errors among them, CHECKED without, and then somebody else has to approve it.",
  takes,
  refusals: [
    ...stated,
    refusals.address(),
    refusals.sdlSize(MOST_SDL_BYTES),
    refusals.sdlLines(MOST_LINES),
    refusals.sdlTypes(MOST_TYPES),
    refusals.sdl(1, 1),
  ],
  isKeyed: true,
  weight: 500,
  payload: {
    ...payload,
    description: 'The revision with its findings, or why it was not kept.',
    fieldDescription: 'The revision, with what the checks found.',
  },
});

export const rollbackSubgraph = declareMutation({
  name: 'rollbackSubgraph',
  does: 'States that an earlier revision of your own subgraph comes back, as a new signed statement; it is checked by what is granted today, and approved, like any other.',
  takes,
  refusals: [...stated, refusals.rollbackUnknown()],
  isKeyed: true,
  weight: 500,
  payload: {
    ...payload,
    description: 'The revision with its findings, or why it was not kept.',
    fieldDescription: 'The revision, with what the checks found.',
  },
});

export const withdrawSubgraph = declareMutation({
  name: 'withdrawSubgraph',
  does: 'Takes back a revision of your own subgraph that is not live. Its number stays used.',
  takes,
  refusals: [
    refusals.mayNotPublish(),
    refusals.unknown(),
    transition.refusal(RevisionStatus.LIVE, RevisionStatus.WITHDRAWN),
  ],
  weight: 50,
  payload: {
    ...payload,
    description: 'The withdrawn revision, or why it was not withdrawn.',
    fieldDescription: 'The revision, WITHDRAWN.',
  },
});

export const approveSubgraph = declareMutation({
  name: 'approveSubgraph',
  does: 'Approves a checked revision that somebody else published, by a signature. It is checked again by what is live now: then it goes LIVE, or is REFUSED with its findings.',
  takes: 'the scope `subgraph:approve`',
  refusals: [
    refusals.mayNotApprove(),
    refusals.unknown(),
    refusals.samePerson(),
    refusals.publisherRevoked(),
    refusals.keyUnfit(['keyId']),
    refusals.signature(['signature']),
    transition.refusal(RevisionStatus.REFUSED, RevisionStatus.APPROVED),
  ],
  weight: 500,
  payload: {
    ...payload,
    description: 'The revision, or why it is not approved.',
    fieldDescription: 'The revision, LIVE or REFUSED.',
  },
});
