// What the people of the bank's story ask.

export const OFFER = `{ me { kur { eligible reasons { code } offer { token most consent { version purpose } } } } }`;
export const APPLY = `mutation ($input: ApplyForKurInput!) { applyForKur(input: $input, idempotencyKey: "story") {
  application { id status } refusal { code } } }`;
export const MINE = `{ me { kur { applications(first: 5) { nodes { id status amount reasons { code message }
  consent { purpose textVersion withdrawnAt } report { collectibility }
  history { from to by reasons { code } } } } } } }`;
export const DECIDE = `mutation ($input: DecideKurApplicationInput!) { decideKurApplication(input: $input) {
  application { status } refusal { code } } }`;
export const QUEUE =
  '{ kurApplications(first: 5, filter: { status: CHECKED }) { nodes { id amount report { collectibility } } } }';

export const RECORD = `query ($bank: ID!) {
  publisherKeys(first: 100) { nodes { organization proposedBy approvedBy } }
  grants(first: 100, grantee: $bank) { nodes { id element permissions owner requestedBy acceptedBy grantedBy status reason } }
  subgraphRevisions(first: 20, subgraph: "kur") { nodes { number status proposedBy approvedBy } } }`;

export const LOG = '{ me { accessLog(first: 50) { nodes { at readerId readerOrg fields purpose terms } } } }';
export const REVOKE = `mutation ($id: ID!, $day: Date!) {
  done: revokeGrant(id: $id, reason: "The programme for loans has ended.", endsOn: $day) { grant { status } } }`;

/** An application that two officers of the bank have approved, as its applicant reads it. */
export const APPROVED = {
  status: 'APPROVED',
  amount: 8_000_000,
  reasons: [
    { code: 'AFFORDABLE', message: 'What the business brings in pays the instalments.' },
    { code: 'GOOD_RECORD', message: 'Loans were paid back as agreed.' },
  ],
  report: { collectibility: 1 },
  history: [
    { from: null, to: 'SUBMITTED', by: 'APPLICANT', reasons: [] },
    { from: 'SUBMITTED', to: 'CHECKED', by: 'SYSTEM', reasons: [] },
    { from: 'CHECKED', to: 'HALF_APPROVED', by: 'OFFICER', reasons: [{ code: 'GOOD_RECORD' }] },
    {
      from: 'HALF_APPROVED',
      to: 'APPROVED',
      by: 'OFFICER',
      reasons: [{ code: 'AFFORDABLE' }, { code: 'GOOD_RECORD' }],
    },
  ],
};

/** What the registry says of a partner. */
export interface RegistryRecord {
  publisherKeys: { nodes: { organization: string; proposedBy: string; approvedBy: string }[] };
  grants: {
    nodes: {
      id: string;
      element: string;
      permissions: string[];
      owner: string;
      requestedBy: string;
      acceptedBy: string;
      grantedBy: string;
      status: string;
      reason: string;
    }[];
  };
  subgraphRevisions: { nodes: object[] };
}
