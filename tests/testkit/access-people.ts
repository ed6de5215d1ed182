import { organizationOfRole, syntheticOrganizations } from '../../scripts/stack/organizations.data.ts';
import type { Arguments } from './access-document.ts';
import { rowsOf } from './people.ts';

const DEVELOPER = `insert into developer
    (id, organization_id, label, scopes, status, invited_by, invited_at, invited_until, left_at, removed_by)
  select uuidv7(), $1, 'Matriks', '{webhook:manage}', 'LEFT', 'matrix', now(), now() + interval '1 day', now(), 'matrix'
    where not exists (select from developer where organization_id = $1)`;
const ALLOWANCE = `insert into organization_allowance
    (organization_id, scopes, most_clients, most_developers, set_by, set_at)
  values ($1, '{webhook:manage}', 3, 3, 'matrix', now()) on conflict do nothing`;

/** The organisation that publishes the graph's own subgraphs: of it there is health of every kind. */
export const PUBLISHING_OFFICE = organizationOfRole('officer') ?? '';

const HOUR = 'extract(epoch from now())::bigint / 3600';
const DAY = `(${HOUR} + 7) / 24`;

const HEALTH = [
  `insert into day_budgets (budgets, latency_bounds, counted_at)
    values ('{"default": 1000, "organizations": {}}', '{5,10,25,50,100,250,500,1000,2500,5000}', now())
    on conflict (id) do update set budgets = excluded.budgets`,
  `insert into organization_use (hour, organization, operations, failed, points)
    values (${HOUR}, '${PUBLISHING_OFFICE}', 9, 1, 90) on conflict do nothing`,
  `insert into organization_spending (day, organization, points)
    values (${DAY}, '${PUBLISHING_OFFICE}', 90) on conflict do nothing`,
  `insert into subgraph_health (hour, subgraph, calls, failures, latencies)
    values (${HOUR}, 'pmo', 9, 1, '{0,3,6,0,0,0,0,0,0,0,0}') on conflict do nothing`,
  `insert into known_organization (id, name, kind)
    values ('${syntheticOrganizations.platform.id}', 'Matriks', 'PLATFORM') on conflict do nothing`,
  `insert into met_error (hour, subgraph, organization, errors)
    values (${HOUR}, 'pmo', '${PUBLISHING_OFFICE}', 1), (${HOUR}, 'pmo', '${syntheticOrganizations.platform.id}', 1)
    on conflict do nothing`,
];

/** Makes rows of an organisation's people and of its health, and the arguments that lead to them. */
export const peopleOf = async (organization: string): Promise<Arguments> => {
  for (const text of [DEVELOPER, ALLOWANCE]) await rowsOf('pmo', text, [organization]);
  for (const text of HEALTH) await rowsOf('registry', text);
  return {
    'Query.developers': `organizationId: "${organization}"`,
    'Query.organizationAllowance': `organizationId: "${organization}"`,
    'Query.organizationHealth': `organizationId: "${PUBLISHING_OFFICE}"`,
  };
};

// An hour ahead: others read of the person meanwhile.
const SENT = `insert into access_log (id, reader_id, reader_org, subject_id, fields, purpose, terms, request_id)
  values (uuidv7(interval '1 hour'), 'matriks', 'matriks', $1, '{workStatus}', 'SERVICE', '{To lend money}', 'matrix')`;

/** Leaves the newest entry of a person's access log, none of whose fields is null. */
export const sendToPartner = (victim: string) => rowsOf('pmo', SENT, [victim]);
