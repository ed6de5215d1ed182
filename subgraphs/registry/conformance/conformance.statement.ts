import { column, statement } from '../../kit/statement.ts';

/** What a run is about: a revision as it was published. */
export const REVISION = statement(
  'conformance-revision',
  {
    subgraph: column.text,
    number: column.int4,
    organization: column.text,
    sdlHash: column.text,
    address: column.text,
    status: column.text,
  },
  `select subgraph, number, organization, sdl_hash as "sdlHash", address, status from subgraph_revision where id = $1`,
);

/** Runs of an organisation since a moment. */
export const COUNT = statement(
  'conformance-count',
  { runs: column.int4 },
  `select count(*)::int as runs from conformance_run where organization = $1 and requested_at > $2`,
);

const found = { id: column.uuid, failedRule: column.text.orNull, finishedAt: column.timestamptz };
const columns = 'id, failed_rule as "failedRule", finished_at as "finishedAt"';

/** The last finished run of an organisation, whatever it found. */
export const LAST_OF_ORGANIZATION = statement(
  'conformance-last-of-organization',
  found,
  `select ${columns} from conformance_run
    where organization = $1 and finished_at is not null order by finished_at desc, id desc limit 1`,
);

/** The last finished run of an SDL at its address, under whatever number it was published. */
export const LAST_OF_CONTENT = statement(
  'conformance-last-of-content',
  found,
  `select ${columns} from conformance_run
    where subgraph = $1 and sdl_hash = $2 and address = $3 and finished_at is not null
    order by finished_at desc, id desc limit 1`,
);

export const PRODUCTION_KEY = statement(
  'production-key',
  { keyId: column.text },
  `select key_id as "keyId" from production_key where key_id = $1`,
);

/** Runs that wait for a runner, oldest first. */
export const REQUESTED = statement(
  'conformance-requested',
  {
    run: column.uuid,
    subgraph: column.text,
    sdlHash: column.text,
    address: column.text,
    samples: column.jsonb,
    sdl: column.text,
    foreign: column.textArray,
  },
  // Of another's entity only its owner can say whether it exists.
  `select id as run, subgraph, sdl_hash as "sdlHash", address, samples, sdl.text as sdl,
      array(select name from ownership where kind = 'ELEMENT' and name !~ '[.(@]' and owner <> organization) as "foreign"
    from conformance_run join sdl on sdl.hash = sdl_hash where status = 'REQUESTED' order by id limit 10`,
);
