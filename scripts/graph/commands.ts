import type { GraphCommand } from './command.ts';

interface Entry {
  summary: string;
  /** What partners' developers run: it reads sources, which the image has not. */
  isOfCheckout?: true;
  load(): Promise<{ command: GraphCommand }>;
}

/** Commands keyed by name, in the order of --help; a command's code is loaded when it runs. */
export const commands: Record<string, Entry> = {
  wave: {
    summary: 'runs a wave as an officer: create, open, close, screen, draw, announce, revoke, watch',
    load: () => import('./wave/wave.ts'),
  },
  events: {
    summary: 'lists and replays events that a subscriber did not take',
    load: () => import('./events.ts'),
  },
  supergraph: {
    summary: 'shows the revisions of the supergraph, and goes back to one',
    load: () => import('./supergraph.ts'),
  },
  usage: {
    summary: 'lists who uses a field, an argument, an enum value or an input field',
    load: () => import('./usage.ts'),
  },
  check: {
    summary: 'says what speaks against publishing a subgraph: owners, personal data, clients, composition',
    load: () => import('./check/check.ts'),
  },
  publish: {
    summary: 'publishes a signed revision of a subgraph, and says what speaks against it',
    load: () => import('./registry/publish.ts'),
  },
  approve: {
    summary: 'approves a revision that somebody else published',
    load: () => import('./registry/approve.ts'),
  },
  canary: {
    summary: 'lets a share of the callers meet a revision before all do, and takes it back',
    load: () => import('./registry/canary.ts'),
  },
  rollback: {
    summary: 'brings an earlier revision of a subgraph back, signed',
    load: () => import('./registry/rollback.ts'),
  },
  status: {
    summary: 'lists revisions of subgraphs, and how far they are',
    load: () => import('./registry/status.ts'),
  },
  diff: {
    summary: 'says what a file would change of a live subgraph',
    load: () => import('./registry/diff.ts'),
  },
  grants: {
    summary: 'lists, asks for, decides and revokes what owners let others do',
    load: () => import('./registry/grants.ts'),
  },
  expectations: {
    summary: 'lists, adds and removes operations that your organisation relies on',
    load: () => import('./registry/expectations.ts'),
  },
  keys: {
    summary: 'makes, registers, approves and revokes keys that sign revisions',
    load: () => import('./registry/keys.ts'),
  },
  new: {
    summary: "writes a partner's subgraph, with its tests, to begin with",
    isOfCheckout: true,
    load: () => import('./partner/new.ts'),
  },
  dev: {
    summary: 'runs one subgraph of this machine over the rest of a running graph',
    isOfCheckout: true,
    load: () => import('./partner/dev.ts'),
  },
  kit: {
    summary: "builds the package with which a partner's subgraph is made",
    isOfCheckout: true,
    load: () => import('./partner/kit.ts'),
  },
  deprecations: {
    summary: 'lists what you use or publish that will go, and acknowledges it',
    load: () => import('./organization/deprecations.ts'),
  },
  invite: {
    summary: 'invites a developer of an organisation, and prints the link',
    load: () => import('./organization/invite.ts'),
  },
  developers: {
    summary: 'lists and removes developers of an organisation, and says what its people may do',
    load: () => import('./organization/developers.ts'),
  },
  health: {
    summary: 'says how an organisation fares in the graph: points, errors, who breaks whom',
    load: () => import('./organization/health.ts'),
  },
  audit: {
    summary: 'verifies, lists and anchors the audit trail',
    load: () => import('./audit.ts'),
  },
  request: {
    summary: 'draws the time line of one request from the logs of all services',
    load: () => import('./request/request.ts'),
  },
  vault: {
    summary: 'counts and rotates the keys of personal data',
    load: () => import('./vault.ts'),
  },
  'partner-ids': {
    summary: 'says under which ids a partner knows people by another key',
    load: () => import('./partner-ids.ts'),
  },
  accounts: {
    summary: "makes an officer's account, the first one of a production too",
    load: () => import('./accounts.ts'),
  },
  frontends: {
    summary: 'makes the frontends in which people sign in, the first one of a production too',
    load: () => import('./frontends.ts'),
  },
  secrets: {
    summary: 'prints an .env for docker-compose.yml, with fresh secrets',
    load: () => import('./secrets.ts'),
  },
  backup: {
    summary: 'copies a cluster of PostgreSQL while it runs, and restores it to a point in time',
    load: () => import('./backup.ts'),
  },
  archive: {
    summary: 'archives and drops months of the audit trail that were kept for their ten years',
    load: () => import('./archive.ts'),
  },
  migrate: {
    summary: 'brings the databases to the newest migration',
    load: () => import('./migrate.ts'),
  },
  seed: {
    summary: 'gives synthetic participants to a graph without people',
    load: () => import('./seed.ts'),
  },
  replay: {
    summary: 'judges the people of past waves again under another policy',
    load: () => import('./replay.ts'),
  },
  'import-courses': {
    summary: "imports a platform's catalogue from a file, as a client of the gateway",
    load: () => import('./import/import-courses.ts'),
  },
  'import-vacancies': {
    summary: "imports a portal's vacancies from a file, as a client of the gateway",
    load: () => import('./import/import-vacancies.ts'),
  },
  'export-courses': {
    summary: 'writes the courses on offer as CSV, NDJSON or schema.org JSON-LD',
    load: () => import('./export-courses/export-courses.ts'),
  },
  'publish-draw': {
    summary: 'writes the published list of a draw',
    load: () => import('./publish-draw.ts'),
  },
  'verify-draw': {
    summary: 'verifies a published list, by a program that shares no code with the graph',
    load: () => import('./verify-draw.ts'),
  },
  witness: {
    summary: 'witnesses draws for an organisation other than the programme office, by a program of its own',
    load: () => import('./witness.ts'),
  },
  'verify-certificate': {
    summary: 'verifies a certificate without the graph, by a program that shares no code with it',
    load: () => import('./verify-certificate.ts'),
  },
  ledger: {
    summary: 'shows the ledger of payments as an accountant reads it, and verifies its chain',
    load: () => import('./ledger/ledger.ts'),
  },
  conformance: {
    summary: "asks a payment partner, or a partner's subgraph, what the graph expects of it",
    load: () => import('./partner/conformance.ts'),
  },
  sandbox: {
    summary: "runs a partner's own space with known people and courses, and moves its clock",
    isOfCheckout: true,
    load: () => import('./partner/sandbox.ts'),
  },
  payouts: {
    summary: 'makes, approves and watches batches of payouts as the treasury',
    load: () => import('./payouts/payouts.ts'),
  },
  reconciliation: {
    summary: "prints a day's settlement files beside the ledger, and what differs",
    load: () => import('./reconciliation.ts'),
  },
  invariants: {
    summary: 'asks the databases whether everything that must hold does',
    load: () => import('./invariants.ts'),
  },
};

const width = Math.max(...Object.keys(commands).map((name) => name.length));
/** What `npm run graph -- --help` prints. */
export const help = `npm run graph -- COMMAND [options]

Looks after a graph: a running default stack, or one whose databases the environment names.

${Object.entries(commands)
  .map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`)
  .join('\n')}

npm run graph -- COMMAND --help lists what a command takes. Ends with 0, with 1 when something failed or does not hold,
and with 2 for wrong arguments.

Where a command finds its databases, the first that is given:
  --data DIR                            the data directory of a running stack
  PMO_DATABASE_URL, TRAINING_…,         the database of each service, in the environment; with PMO_VAULT_KEYS, … where a
  PAYMENTS_…, JOBS_…, IDENTITY_…        command reads personal data
  DATABASE_URL, with VAULT_KEYS         the only database of the command, or that of --subgraph
  otherwise                             the running stack of .data
A URL holds a password, and other users see the arguments of a process: so it is never an argument.
`;
