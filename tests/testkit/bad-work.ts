import { uuidv7 } from '../../subgraphs/kit/ids.ts';

/** Who sends it: a role, or nobody. */
type Sender = 'participant' | 'portal' | 'officer' | 'platform' | undefined;

/** What is wrong, who sends it, the operation, and the code that answers it: of a refusal, or of an error. */
export type BadWork = readonly [what: string, sender: Sender, operation: string, code: string];

/** A field that the sender's audience is not shown. */
const NOT_SHOWN = 'GRAPHQL_VALIDATION_FAILED';

const unknown = uuidv7();
const key = 'idempotencyKey: "a-key-of-a-test"';
const REFUSAL = '{ refusal { code } }';
const long = (characters: number) => 'a'.repeat(characters);
const mutation = (call: string) => `mutation { done: ${call} ${REFUSAL} }`;
const apply = (vacancy: string, rest = key) => mutation(`applyToVacancy(vacancyId: "${vacancy}", ${rest})`);
const invite = (pseudonyms: string, rest = `message: "Silakan melamar.", ${key}`) =>
  mutation(`inviteAlumni(vacancyId: "${unknown}", pseudonyms: ${pseudonyms}, ${rest})`);
const report = (fields: string) => mutation(`reportPlacement(input: { applicationId: "${unknown}", ${fields} })`);
const mine = (field: string, page: string) => `{ me { ${field}(${page}) { nodes { __typename } } } }`;
const market = (page: string) => `{ labourMarket(${page}) { nodes { demand } } }`;
const portals = (page: string) => `{ portal { applications(${page}) { nodes { id } } } }`;

/** Kinds of bad input on the way to work: applications, invitations, hires, recommendations and the labour market. */
export const badWork: readonly BadWork[] = [
  ['apply for nothing', 'participant', apply(unknown), 'VACANCY_NOT_OPEN'],
  ['apply for no id', 'participant', apply('1; drop table vacancy'), 'VACANCY_NOT_OPEN'],
  ['apply for an empty id', 'participant', apply(''), 'VACANCY_NOT_OPEN'],
  ['apply without a key', 'participant', apply(unknown, 'message: "x"'), 'GRAPHQL_VALIDATION_FAILED'],
  ['apply with a short key', 'participant', apply(unknown, 'idempotencyKey: "short"'), 'IDEMPOTENCY_KEY_MALFORMED'],
  [
    'apply with a key of spaces',
    'participant',
    apply(unknown, 'idempotencyKey: "a key of a test"'),
    'IDEMPOTENCY_KEY_MALFORMED',
  ],
  ['apply with an empty message', 'participant', apply(unknown, `message: "", ${key}`), 'MESSAGE_MALFORMED'],
  ['apply with a message of blanks', 'participant', apply(unknown, `message: "  ", ${key}`), 'MESSAGE_MALFORMED'],
  ['apply with 2,001 letters', 'participant', apply(unknown, `message: "${long(2_001)}", ${key}`), 'MESSAGE_MALFORMED'],
  ['apply with a number as message', 'participant', apply(unknown, `message: 5, ${key}`), 'BAD_USER_INPUT'],
  ['apply as a portal', 'portal', apply(unknown), NOT_SHOWN],
  ['apply as nobody', undefined, apply(unknown), 'FORBIDDEN'],
  ['withdraw nothing', 'participant', mutation(`withdrawApplication(id: "${unknown}")`), 'APPLICATION_UNKNOWN'],
  ['withdraw no id', 'participant', mutation('withdrawApplication(id: "x")'), 'APPLICATION_UNKNOWN'],
  ['withdraw as a portal', 'portal', mutation(`withdrawApplication(id: "${unknown}")`), NOT_SHOWN],
  [
    'move nothing on',
    'portal',
    mutation(`updateApplication(id: "${unknown}", status: OFFERED)`),
    'APPLICATION_UNKNOWN',
  ],
  ['move on to HIRED', 'portal', mutation(`updateApplication(id: "${unknown}", status: HIRED)`), 'BAD_USER_INPUT'],
  [
    'move on to a state in quotes',
    'portal',
    mutation(`updateApplication(id: "${unknown}", status: "OFFERED")`),
    'BAD_USER_INPUT',
  ],
  ['move on as a platform', 'platform', mutation(`updateApplication(id: "${unknown}", status: OFFERED)`), NOT_SHOWN],
  ['invite to nothing', 'portal', invite(`["${long(32)}"]`), 'VACANCY_UNKNOWN'],
  ['invite nobody', 'portal', invite('[]'), 'PSEUDONYMS_OUT_OF_RANGE'],
  [
    'invite 51',
    'portal',
    invite(JSON.stringify(Array.from({ length: 51 }, () => uuidv7()))),
    'PSEUDONYMS_OUT_OF_RANGE',
  ],
  ['invite one twice', 'portal', invite(`["${long(32)}", "${long(32).toUpperCase()}"]`), 'PSEUDONYMS_OUT_OF_RANGE'],
  ['invite null', 'portal', invite('[null]'), 'BAD_USER_INPUT'],
  [
    'invite with nine letters',
    'portal',
    invite(`["${long(32)}"]`, `message: "Silakan!!", ${key}`),
    'MESSAGE_MALFORMED',
  ],
  [
    'invite with 1,001 letters',
    'portal',
    invite(`["${long(32)}"]`, `message: "${long(1_001)}", ${key}`),
    'MESSAGE_MALFORMED',
  ],
  ['invite as a person', 'participant', invite(`["${long(32)}"]`), NOT_SHOWN],
  ['answer nothing', 'participant', mutation(`answerInvitation(id: "${unknown}", accept: true)`), 'INVITATION_UNKNOWN'],
  ['answer no id', 'participant', mutation('answerInvitation(id: "", accept: false)'), 'INVITATION_UNKNOWN'],
  ['answer with a word', 'participant', mutation(`answerInvitation(id: "${unknown}", accept: YES)`), 'BAD_USER_INPUT'],
  ['answer as a portal', 'portal', mutation(`answerInvitation(id: "${unknown}", accept: true)`), NOT_SHOWN],
  ['report nothing', 'portal', report('startsOn: "2026-12-01", wageBand: FROM_10M'), 'APPLICATION_UNKNOWN'],
  ['report a day that is none', 'portal', report('startsOn: "2026-02-30", wageBand: FROM_10M'), 'BAD_USER_INPUT'],
  ['report a wage in rupiah', 'portal', report('startsOn: "2026-12-01", wageBand: 4500000'), 'BAD_USER_INPUT'],
  ['report without a wage', 'portal', report('startsOn: "2026-12-01"'), 'BAD_USER_INPUT'],
  ['report as a person', 'participant', report('startsOn: "2026-12-01", wageBand: FROM_10M'), NOT_SHOWN],
  ['confirm nothing', 'participant', mutation(`confirmPlacement(id: "${unknown}")`), 'PLACEMENT_UNKNOWN'],
  ['confirm as a portal', 'portal', mutation(`confirmPlacement(id: "${unknown}")`), NOT_SHOWN],
  ['a page of no recommendations', 'participant', mine('recommendedVacancies', 'first: 0'), 'PAGE_SIZE_OUT_OF_RANGE'],
  [
    'a cursor of another list',
    'participant',
    mine('recommendedVacancies', 'first: 1, after: "WyJ4Il0"'),
    'CURSOR_MALFORMED',
  ],
  ['a page of 101 applications', 'participant', mine('applications', 'first: 101'), 'PAGE_SIZE_OUT_OF_RANGE'],
  [
    'a cursor of nothing for invitations',
    'participant',
    mine('invitations', 'first: 1, after: ""'),
    'CURSOR_MALFORMED',
  ],
  ['a page of minus one applicant', 'portal', portals('first: -1'), 'PAGE_SIZE_OUT_OF_RANGE'],
  ['applicants without a size', 'portal', '{ portal { applications { nodes { id } } } }', 'GRAPHQL_VALIDATION_FAILED'],
  ['applicants as a person', 'participant', '{ portal { applications(first: 1) { nodes { id } } } }', NOT_SHOWN],
  ['the market of a name', undefined, market('region: "Jawa Barat", first: 1'), 'REGION_CODE_MALFORMED'],
  ['the market of a district', undefined, market('region: "32.73.01", first: 1'), 'REGION_CODE_MALFORMED'],
  ['the market by no cursor', undefined, market('first: 1, after: "next"'), 'CURSOR_MALFORMED'],
  ['the market by the hundred and one', undefined, market('first: 101'), 'PAGE_SIZE_OUT_OF_RANGE'],
];
