import { inject } from 'vitest';
import { syntheticOrganizations } from '../../scripts/stack/organizations.data.ts';
import { peopleOf } from './access-people.ts';
import { graphClient } from './client.ts';
import { rowsOf } from './people.ts';
import { until } from './until.ts';

const PUBLISHER = 'matriks';
const HASH = '0'.repeat(64);
const SIGNATURE = 'A'.repeat(86);
const stated = `subgraph: "${PUBLISHER}", number: 1, keyId: "${HASH}", signature: "${SIGNATURE}"`;

/** A key whose hash is higher than others' can be expected to be: it is first in the list. */
const KEY = 'MCowBQYDK2VwAyEAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAx00';
const KEY_ID = 'ffff37cd8715a6a299cee6a02faebe528f0505b6032dda7246bf07978addb862';

/** A subgraph of the programme's office of which nothing is live any more; no grant covers its field. */
export const FORMER = 'matriks-lama';
const FORMER_SDL = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
type Course @key(fields: "id") { id: ID! matriks: Int }`;

/** It was live within one statement alone: nobody composes it. */
const FORMER_ROW = `do $former$ declare former uuid := uuidv7(interval '-1 day'); begin
  insert into sdl (hash, text) select encode(sha256(convert_to(text, 'UTF8')), 'hex'), text
    from (values ('${FORMER_SDL}')) as made (text) on conflict do nothing;
  if exists (select from subgraph_revision where subgraph = '${FORMER}') then return; end if;
  insert into subgraph_revision (id, subgraph, number, organization, hash, sdl_hash, address, publisher_key,
      publisher_signature, proposed_by, proposed_at)
    select former, '${FORMER}', 1, own.organization, '${'9'.repeat(64)}', sdl.hash, 'https://matriks.example/', own.id,
      '${SIGNATURE}', 'matrix', now()
    from sdl, publisher_key as own where text = '${FORMER_SDL}' and own.organization = 'pmo' and role = 'PUBLISHER' limit 1;
  update subgraph_revision set status = 'CHECKED', checked_at = now() where id = former;
  update subgraph_revision set status = 'APPROVED', approved_at = now(), approved_by = 'officer', approver_key = own.id,
      approver_organization = own.organization, approver_signature = '${SIGNATURE}'
    from (select id, organization from publisher_key where role = 'APPROVER' order by id limit 1) as own
    where subgraph_revision.id = former;
  update subgraph_revision set status = 'LIVE', live_at = now() where id = former;
  update subgraph_revision set status = 'SUPERSEDED', ended_at = now() where id = former;
end $former$`;

const ROWS = [
  `insert into publisher_key (id, public_key, organization, role, status, proposed_by, proposed_at, approved_by,
      approved_at, revoked_by, revoked_at, revocation_reason)
    values ('${KEY_ID}', '${KEY}', '${PUBLISHER}', 'PUBLISHER', 'REVOKED', 'matrix', now(), 'officer', now(),
      'officer', now(), 'It was lost.') on conflict do nothing`,
  `insert into grant_offer (id, owner, element, permissions, fields, kinds, organizations, until_day, reason, data_class,
      data_purpose, is_consent_needed, status, offered_by, offered_at, approved_by, approved_at, withdrawn_by, withdrawn_at,
      withdrawal_reason)
    select uuidv7(), '${PUBLISHER}', 'Loan', '{ADD_FIELDS}', '{sum}', '{BANK}', '{matriks-bank}', current_date + 30, 'Matriks',
      'GENERAL', 'To lend money to people', true, 'WITHDRAWN', 'first', now(), 'second', now(), 'second', now(), 'It is over.'
      where not exists (select from grant_offer where owner = '${PUBLISHER}')`,
  `insert into ownership_grant (id, owner, grantee, element, permissions, fields, from_day, until_day, reason, status,
      requested_by, requested_at, accepted_by, granted_by, decided_at, ended_by, end_reason, ends_on, data_class,
      data_purpose, is_consent_needed, offer_id)
    select uuidv7(), '${PUBLISHER}', 'pmo', 'Loan', '{ADD_FIELDS}', '{sum}', current_date, current_date + 30, 'Matriks',
      'REVOKED', 'matrix', now(), 'first', 'second', now(), 'second', 'It is over.', current_date,
      'GENERAL', 'To lend money to people', true, (select id from grant_offer where owner = '${PUBLISHER}')
      where not exists (select from ownership_grant where owner = '${PUBLISHER}')`,
  FORMER_ROW,
  `insert into expectation (id, organization, title, document, shape, added_by, added_at, removed_by, removed_at)
    select uuidv7(), '${PUBLISHER}', 'Matriks', '{ __typename }', '{}', 'matrix', now(), 'matrix', now()
      where not exists (select from expectation where organization = '${PUBLISHER}')`,
  `insert into sdl (hash, text) select encode(sha256(convert_to(text, 'UTF8')), 'hex'), text
    from (values ('type Query { matriks: Int }')) as made (text) on conflict do nothing`,
  // Refused both: nothing of it is ever live. The second one would bring the first one back.
  ...[1, 2].flatMap((number) => [
    `insert into subgraph_revision (id, subgraph, number, organization, previous, hash, sdl_hash, address, rollback_to,
        findings, publisher_key, publisher_signature, proposed_by, proposed_at)
      select uuidv7(), '${PUBLISHER}', ${number}, '${PUBLISHER}', ${number === 1 ? 'null' : `'${'1'.repeat(64)}'`},
        '${String(number).repeat(64)}', hash, 'https://matriks.example/', ${number === 1 ? 'null' : 1},
        '[{"rule":"unchanged","severity":"ERROR","code":"CHANGED_FOR_OTHERS","message":"It differs.","coordinate":"Loan",
          "owner":"pmo","line":1,"column":1,"howToAsk":"Ask pmo."}]', '${KEY_ID}', '${SIGNATURE}', 'matrix', now()
        from sdl where text = 'type Query { matriks: Int }' on conflict do nothing`,
    `update subgraph_revision set status = 'REFUSED', ended_at = now(), canary_share = 5, canary_by = 'officer',
        canary_signature = '${SIGNATURE}', canary_key = own.id, canary_organization = own.organization
      from (select id, organization from publisher_key where role = 'APPROVER' order by id limit 1) as own
      where subgraph = '${PUBLISHER}' and number = ${number} and status = 'PROPOSED'`,
  ]),
  `insert into withholding (id, revision_id, elements, findings, noted_at)
    select uuidv7(), id, '{Loan.sum}', '[{"message":"It is granted no more."}]', now() from subgraph_revision
      where (subgraph = '${PUBLISHER}' and number = 2 or subgraph = 'pmo' and number = 1)
        and not exists (select from withholding where withholding.revision_id = subgraph_revision.id)`,
  `insert into conformance_run (id, revision_id, subgraph, number, organization, sdl_hash, address, samples, requested_by,
      requested_at)
    select uuidv7(), id, subgraph, number, organization, sdl_hash, address, '[]', 'matrix', now()
      from subgraph_revision where subgraph = '${PUBLISHER}' and number = 1
        and not exists (select from conformance_run where subgraph = '${PUBLISHER}')`,
  `update conformance_run set status = 'FAILED', failed_rule = 'load', runner_key = '${KEY_ID}',
      signature = '${SIGNATURE}', finished_at = now(), results = '[{"rule":"load","verdict":"FAILED","detail":"It is slow."}]'
    where subgraph = '${PUBLISHER}' and status = 'REQUESTED'`,
  // Ended, so that no field of it is null; its element is nobody's. A day ahead: the registry notes what is deprecated.
  `insert into deprecation (id, coordinate, subgraph, owner, replacement, until, noted_at, counted_at, ending, ended_at)
    select uuidv7(interval '1 day'), 'Matriks.lama', '${PUBLISHER}', '${PUBLISHER}', 'baru', current_date + 30, now(), now(), 'REMOVED', now()
      where not exists (select from deprecation where coordinate = 'Matriks.lama')`,
  `insert into deprecation_user (deprecation_id, organization, told_at, acknowledged_at, acknowledged_by)
    select id, organization, now(), now(), 'matrix' from deprecation
      cross join (values ('${PUBLISHER}'), ('${syntheticOrganizations.platform.id}')) as those (organization)
      where coordinate = 'Matriks.lama'
    on conflict do nothing`,
  `insert into deprecation_use (deprecation_id, organization, day, client, executions)
    select id, '${PUBLISHER}', current_date, 'matrix', 1 from deprecation where coordinate = 'Matriks.lama'
    on conflict do nothing`,
];

const firstRevision = `select id from subgraph_revision where subgraph = 'pmo' and number = 1`;

/** Waits for the checks of the former subgraph: they may take longer than a request, and the answer stands. */
const checkFormer = () =>
  until(
    () => graphClient(inject('stack'))('officer').query(`{ rollbackChoices(subgraph: "${FORMER}") { isAllowed } }`),
    ({ errors = [] }) => errors.length === 0,
    60_000,
  );

/**
 * Makes rows of which no field is null but those of what went live, and arguments of the registry's mutations and
 * queries; none of the keys is anybody's.
 */
export const registryGiven = async (key: string, organization: string) => {
  for (const text of ROWS) await rowsOf('registry', text);
  await checkFormer();
  const [live] = await rowsOf<{ id: string }>('registry', firstRevision);
  return {
    ...(await peopleOf(organization)),
    'Query.expectations': 'isRemoved: true',
    'Query.grants': `owner: "${PUBLISHER}"`,
    'Query.grantOffers': `owner: "${PUBLISHER}"`,
    'Query.subgraphRevision': `id: ${JSON.stringify(live?.id)}`,
    'Query.subgraphRevisions': `subgraph: "${PUBLISHER}"`,
    'Query.rollbackChoices': `subgraph: "${FORMER}"`,
    'Query.conformanceRuns': `subgraph: "${PUBLISHER}"`,
    'Mutation.requestConformanceRun': 'revision: "018d0000-0000-7000-8000-000000000999"',
    'Mutation.activateProductionKey': `id: "${HASH}"`,
    'Mutation.registerPublisherKey': 'input: { publicKey: "Matriks", role: PUBLISHER }',
    'Mutation.publishSubgraph': `${key}, input: { ${stated}, sdl: "type Query { matriks: Int }", address: "https://matriks.example/" }`,
    'Mutation.rollbackSubgraph': `${key}, input: { ${stated}, rollbackTo: 1 }`,
    'Mutation.setCanaryShare': `id: "018d0000-0000-7000-8000-000000000999", share: 5, keyId: "${HASH}", signature: "${SIGNATURE}"`,
    'Mutation.addExpectation': `${key}, input: { title: "Matriks", document: "{ __typename }" }`,
    'Mutation.requestGrant': `${key}, input: { owner: "pmo", element: "Wave", permissions: [USE], from: "2026-01-01", reason: "Matriks" }`,
    'Mutation.offerTerms': `${key}, input: { owner: "pmo", element: "Wave", permissions: [USE], reason: "Matriks" }`,
    'Mutation.acceptTerms': 'offer: "018d0000-0000-7000-8000-000000000999"',
    'Mutation.approveOffer': 'id: "018d0000-0000-7000-8000-000000000999"',
    'Mutation.withdrawOffer': 'id: "018d0000-0000-7000-8000-000000000999", reason: "Matriks"',
    'Mutation.acknowledgeDeprecation': 'id: "018d0000-0000-7000-8000-000000000999"',
    'Mutation.decideGrant': 'id: "018d0000-0000-7000-8000-000000000999", isGranted: true',
  };
};
