import { address, assertionOf, headersOf, now, published, type SignedParts, subgraph, vectorKeys } from './signer.ts';

/** A request, and whether it is the gateway's; they are tried in their order by one verifier. */
export interface SignatureVector {
  name: string;
  method: string;
  headers: Record<string, string>;
  body: string;
  /** REFUSED: answer 401 and run nothing. */
  outcome: 'TAKEN' | 'REFUSED';
  /** Who asks, where it is taken; without a subject, nobody who is signed in. */
  caller?: { subject: string | null; scopes: string[] };
}

const usual: SignedParts = {
  method: 'POST',
  address,
  body: '{"query":"{ kurOffers }"}',
  assertion: assertionOf(),
  created: now,
  nonce: '',
  tag: 'prakerja-graph',
  key: vectorKeys.first,
  without: [],
};

let count = 0;
const signed = (
  change: Partial<SignedParts> = {},
  sent: Partial<SignatureVector> = {},
): Omit<SignatureVector, 'name'> => {
  count += 1;
  const parts = { ...usual, nonce: `vector-${String(count).padStart(9, '0')}`, ...change };
  const headers = { ...headersOf(parts), ...sent.headers };
  return { method: parts.method, body: parts.body, outcome: 'REFUSED', ...sent, headers };
};

const taken = (subject: string | null, scopes: string[] = []) =>
  ({ outcome: 'TAKEN', caller: { subject, scopes } }) as const;

const other = '{"query":"{ kurSecrets }"}';
const { first, next, stranger } = vectorKeys;
const ofAnybody = assertionOf({ sub: undefined, scope: '' });
const { 'content-digest': otherDigest = '' } = headersOf({ ...usual, body: other });

const cases: Record<string, Omit<SignatureVector, 'name'>> = {
  'as the gateway sends it': signed({ nonce: 'vector-once' }, taken('pairwise-subject', ['kur:read'])),
  'nobody is signed in': signed({ assertion: ofAnybody }, taken(null)),
  'signed by the next key of the set': signed(
    { key: next, assertion: assertionOf({}, next) },
    taken('pairwise-subject', ['kur:read']),
  ),
  'signed half a minute ago, and still on its way': signed({ created: now - 29, assertion: ofAnybody }, taken(null)),
  'the first one once more': signed({ nonce: 'vector-once' }),
  'another body': signed({}, { body: other }),
  'another body, with its digest': signed({}, { body: other, headers: { 'content-digest': otherDigest } }),
  'another caller': signed({}, { headers: { 'x-caller': assertionOf({ sub: 'another' }) } }),
  'another method': signed({}, { method: 'PUT' }),
  'for another address': signed({ address: 'https://other.example/graphql' }),
  'by a key that is not in the set': signed({ key: stranger }),
  'by a key that is not in the set, under the name of one that is': signed({ key: { ...stranger, id: first.id } }),
  expired: signed({ created: now - 60 }),
  'from a time to come': signed({ created: now + 3_600 }),
  'signed for another purpose': signed({ tag: 'web-bot-auth' }),
  'the body is not covered': signed({ without: ['content-digest'] }),
  'the caller is not covered': signed({ without: ['x-caller'] }),
  'without a nonce': signed({ without: ['nonce'] }),
  'without an end': signed({ without: ['expires'] }),
  'without a signature': { ...signed(), headers: { 'content-type': 'application/json', 'x-caller': usual.assertion } },
  'a signature without its input': signed({}, { headers: { 'signature-input': '' } }),
  'the word on a caller that is for another subgraph': signed({ assertion: assertionOf({ aud: 'pmo' }) }),
  'the word on a caller that has expired': signed({ assertion: assertionOf({ iat: now - 120, exp: now - 60 }) }),
  'the word on a caller that nobody signed': signed({ assertion: assertionOf({}, first, 'none') }),
  'the word on a caller by a key that is not in the set': signed({ assertion: assertionOf({}, stranger) }),
  'the word on a caller by somebody else': signed({ assertion: assertionOf({ iss: 'https://other.example' }) }),
};

/** The text of docs/partners/signature-vectors.json, by the code with which the gateway signs. */
export const vectorsText = (): string => {
  const requests = Object.entries(cases).map(([name, each]) => ({ name, ...each }));
  return `${JSON.stringify({ subgraph, address, now, keys: published, requests }, null, 2)}\n`;
};
