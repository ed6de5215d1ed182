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
  grants(first: 100, grantee: $bank) { nodes { owner requestedBy acceptedBy grantedBy status reason } }
  subgraphRevisions(first: 20, subgraph: "kur") { nodes { number status proposedBy approvedBy } } }`;
