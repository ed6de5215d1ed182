import type { Guards } from '../../gateway/guard.ts';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { organizationScopes } from '../../subgraphs/kit/scopes.ts';
import { isOfPortalAlone, policyRules } from './access-callers.ts';
import { coordinateOf, type Path, type Step, type Target } from './access-graph.ts';
import type { RawAnswer } from './access-transport.ts';
import { isWithin, leavesOf, namesOf } from './access-verdict.ts';

/**
 * Owner of a row among organisations. COURSE: the platform and the institution of its course. CATALOGUE: the same of a
 * course without a person, CERTIFICATE: of that of a certificate, CERTIFICATE_PLATFORM: its platform alone. PLATFORM: the platform alone. ASSESSORS: every organisation that assesses. PORTAL:
 * the portal that the person lets find them. APPLICATION: the portal of the vacancy. ASKER: every organisation with the scope, which is shown its own. ITSELF: the organisation itself. EVENTS: the one that is told, or has written. WAITING: the
 * platform whose courses wait for it; for the layer of assessors none waits. SETTLED: the organisation that is settled
 * with, and the programme's units. VACANCY: the portal that publishes it. PROGRAMME: every organisation that can
 * hold the scope, since these are units of the programme. PUBLISHED: what was live, and grants for everybody, every
 * organisation that publishes; what else there is, its own publishers (tests in subgraphs/registry). NOBODY: people alone.
 */
export type Owner =
  | 'COURSE'
  | 'CATALOGUE'
  | 'CERTIFICATE'
  | 'CERTIFICATE_PLATFORM'
  | 'PLATFORM'
  | 'ASSESSORS'
  | 'PORTAL'
  | 'ASKER'
  | 'APPLICATION'
  | 'ITSELF'
  /** Publishes the graph's own subgraphs. */
  | 'PUBLISHER'
  | 'EVENTS'
  | 'WAITING'
  | 'SETTLED'
  | 'VACANCY'
  | 'PROGRAMME'
  | 'PUBLISHED'
  | 'NOBODY';

/**
 * Owners keyed by coordinate, or by type for all its fields and pages: each protected field that a scope of
 * organisations opens.
 */
const owners: Readonly<Record<string, Owner>> = {
  'Query.enrollment': 'COURSE',
  Enrollment: 'COURSE',
  'Participant.enrollments': 'COURSE',
  'Participant.certificates': 'COURSE',
  'Certificate.participant': 'COURSE',
  'Certificate.credential': 'COURSE',
  'Certificate.revocationReason': 'COURSE',
  'Course.versions': 'CATALOGUE',
  CourseVersion: 'CATALOGUE',
  'Course.assessments': 'CATALOGUE',
  CourseAssessment: 'CATALOGUE',
  IndicatorScore: 'CATALOGUE',
  'Course.decisions': 'CATALOGUE',
  CourseDecision: 'CATALOGUE',
  MendItem: 'CATALOGUE',
  MonitoringGround: 'CATALOGUE',
  'Query.coursesToAssess': 'WAITING',
  WaitingVersion: 'WAITING',
  'Query.courseAssessments': 'EVENTS',
  'Platform.submissions': 'PLATFORM',
  'Platform.problems': 'PLATFORM',
  CourseProblem: 'PLATFORM',
  'Query.application': 'APPLICATION',
  Application: 'APPLICATION',
  Applicant: 'APPLICATION',
  Placement: 'APPLICATION',
  SentInvitation: 'APPLICATION',
  'Vacancy.applications': 'APPLICATION',
  'Vacancy.invitations': 'APPLICATION',
  'Portal.applications': 'APPLICATION',
  'Portal.quota': 'VACANCY',
  'Portal.invitationQuota': 'VACANCY',
  InvitationQuota: 'VACANCY',
  'Vacancy.alumni': 'VACANCY',
  VacancyAlumni: 'VACANCY',
  RecommendedAlumnus: 'VACANCY',
  RecommendationReason: 'VACANCY',
  'Vacancy.flags': 'VACANCY',
  'Portal.problems': 'VACANCY',
  VacancyProblem: 'VACANCY',
  'Query.alumniBySkill': 'PORTAL',
  Alumnus: 'PORTAL',
  AlumnusSearch: 'PORTAL',
  'Query.alumniQuota': 'ASKER',
  AlumniQuota: 'ASKER',
  'Query.skillSupply': 'ASKER',
  SkillSupply: 'ASKER',
  'Query.organization': 'ITSELF',
  Organization: 'ITSELF',
  Client: 'ITSELF',
  ClientKey: 'ITSELF',
  'Query.events': 'EVENTS',
  'Query.webhook': 'EVENTS',
  'Query.webhooks': 'EVENTS',
  Event: 'EVENTS',
  'Query.taxNumber': 'ITSELF',
  // The treasury's ledger is one: `ledger:read` is held by units of the programme office only.
  'Query.disbursement': 'PROGRAMME',
  'Query.rupiahTrace': 'PROGRAMME',
  'Query.disbursementBatch': 'PROGRAMME',
  'Query.disbursementBatches': 'PROGRAMME',
  'Query.payoutLane': 'PROGRAMME',
  'Query.purchase': 'PROGRAMME',
  'Query.reconciliation': 'PROGRAMME',
  'Query.settlementFiles': 'PROGRAMME',
  'Participant.disbursements': 'PROGRAMME',
  'Participant.purchases': 'PROGRAMME',
  'Participant.trainingBalance': 'PROGRAMME',
  'Participant.wallet': 'PROGRAMME',
  Disbursement: 'PROGRAMME',
  DisbursementBatch: 'PROGRAMME',
  PayoutLane: 'PROGRAMME',
  Purchase: 'PROGRAMME',
  Reconciliation: 'PROGRAMME',
  ReconciliationDifference: 'PROGRAMME',
  SettlementFile: 'PROGRAMME',
  'Query.settlement': 'SETTLED',
  'Query.settlements': 'SETTLED',
  Settlement: 'SETTLED',
  SettledPurchase: 'SETTLED',
  'Query.settlementRun': 'PROGRAMME',
  'Query.settlementRuns': 'PROGRAMME',
  SettlementRun: 'PROGRAMME',
  'Query.dueForecast': 'PROGRAMME',
  DueForecast: 'PROGRAMME',
  ForecastMonth: 'PROGRAMME',
  CarryOver: 'PROGRAMME',
  RupiahTrace: 'PROGRAMME',
  TrainingBalance: 'PROGRAMME',
  Wallet: 'PROGRAMME',
  'Query.me': 'NOBODY',
  'Query.publisherKeys': 'ITSELF',
  PublisherKey: 'ITSELF',
  'Query.conformanceRuns': 'ITSELF',
  ConformanceRun: 'ITSELF',
  ConformanceResult: 'ITSELF',
  'Query.deprecations': 'ITSELF',
  Deprecation: 'ITSELF',
  DeprecationUser: 'ITSELF',
  DeprecationDay: 'ITSELF',
  'Query.organizationHealth': 'PUBLISHER',
  OrganizationHealth: 'PUBLISHER',
  DayBudget: 'PUBLISHER',
  OrganizationDay: 'PUBLISHER',
  SubgraphHealth: 'PUBLISHER',
  SubgraphHour: 'PUBLISHER',
  MetErrors: 'PUBLISHER',
  CausedErrors: 'PUBLISHER',
  'Query.developers': 'ITSELF',
  Developer: 'ITSELF',
  'Query.organizationAllowance': 'ITSELF',
  OrganizationAllowance: 'ITSELF',
  'Query.expectations': 'ITSELF',
  Expectation: 'ITSELF',
  'Query.grants': 'PUBLISHED',
  Grant: 'PUBLISHED',
  'Query.grantOffers': 'PUBLISHED',
  GrantOffer: 'PUBLISHED',
  GrantTerms: 'PUBLISHED',
  'Query.subgraphRevision': 'PUBLISHED',
  'Query.subgraphRevisions': 'PUBLISHED',
  SubgraphRevision: 'PUBLISHED',
  RevisionWithholding: 'PUBLISHED',
  'Query.rollbackChoices': 'PUBLISHER',
  RollbackChoice: 'PUBLISHER',
  Finding: 'PUBLISHED',
};

export const ownerOf = (step: Step): Owner | undefined =>
  owners[coordinateOf(step)] ?? owners[step.parent.replace(/(Connection|Edge)$/, '')];

/** What stands under a vacancy or a portal too, where it is that portal's. */
const ofPortals: ReadonlySet<Owner> = new Set(['APPLICATION', 'PORTAL', 'ASKER']);

/**
 * Owner of what a path leads to: what a platform submitted is its own, the course of a certificate is that of its person,
 * and assessors see every course.
 */
export const ownerOn = (path: Path, scope: HeldScope): Owner => {
  const owner = ownerOf(path.at(-1) as Step) ?? 'NOBODY';
  if (owner === 'WAITING') return scope === 'course:publish' ? 'EVENTS' : 'NOBODY';
  // That there is such a vacancy, or portal, is public.
  if (ofPortals.has(owner) && isOfPortalAlone(path)) return 'VACANCY';
  if (owner === 'SETTLED') return scope === 'course:publish' ? 'EVENTS' : 'PROGRAMME';
  if (owner !== 'CATALOGUE' && owner !== 'PLATFORM') return owner;
  if (scope === 'course:assess' && owner === 'CATALOGUE') return 'ASSESSORS';
  const isOfCertificate = path.some(({ parent }) => parent === 'Certificate');
  if (path.some((step) => ownerOf(step) === 'PLATFORM')) return isOfCertificate ? 'CERTIFICATE_PLATFORM' : 'PLATFORM';
  return isOfCertificate ? 'CERTIFICATE' : owner;
};

/** A token without any of them is one that only says whose it is. */
const held = [null, ...organizationScopes] as const;
export type HeldScope = (typeof held)[number];

const isOpen = (step: Step, guards: Guards, scope: HeldScope) => {
  const coordinate = coordinateOf(step);
  const decidesByItself = ownerOf(step) === 'ITSELF' || ownerOf(step) === 'NOBODY';
  const rules = [...(guards.get(coordinate)?.rules ?? []), ...(decidesByItself ? [] : (policyRules[coordinate] ?? []))];
  return rules.every((rule) => rule.some((all) => all.every((each) => each === scope)));
};

const isProtected = (step: Step, guards: Guards) =>
  guards.has(coordinateOf(step)) || policyRules[coordinateOf(step)] !== undefined;

/** Lists of what one has to do or has done: what they lead to is reached on other ways too. */
const ownLists: ReadonlySet<string> = new Set(['Query.coursesToAssess', 'Query.courseAssessments']);

/** The scopes, or none, with which an organisation's token comes through all steps of a path. */
export const scopesFor = (path: Path, guards: Guards): HeldScope[] => {
  // Behind what is a person's own there is nothing for an organisation.
  if (path.slice(0, -1).some((step) => ownerOf(step) === 'NOBODY' || ownLists.has(coordinateOf(step)))) return [];
  const needed = held.filter((scope) => path.every((step) => isOpen(step, guards, scope)));
  return needed.includes(null) ? [null] : needed;
};

/** Whether an organisation can be let in at the field itself, by a guard or a policy. */
export const isOpenToOrganizations = (step: Step, guards: Guards): boolean =>
  isProtected(step, guards) && held.some((scope) => isOpen(step, guards, scope));

/** Protected fields that organisations reach and of which nobody said whose rows they show. */
export const undeclared = (targets: readonly Target[], guards: Guards): string[] =>
  targets
    .flatMap(({ paths }) => paths.slice(0, 1).map((path) => path.at(-1) as Step))
    .filter((step) => isOpenToOrganizations(step, guards) && ownerOf(step) === undefined)
    .map(coordinateOf);

/** The organisations of the fixture's rows, and one that has rows of its own and none of these. */
export interface RowOwners {
  own: readonly string[];
  other: string;
}

/** Asks with a token of the organisation, for the rows of the fixture or for ids that no table knows. */
export type AskAs = (organization: string | null, ids: 'known' | 'unknown') => Promise<RawAnswer>;

const isEmptyPage = (path: string, value: unknown) => value === false && path.includes('pageInfo.');

const shownIn = ({ data }: RawAnswer) =>
  leavesOf(data).filter(({ path, value }) => value !== null && value !== undefined && !isEmptyPage(path, value));

/** Null where all that is in it is null: what stands around a row that is not shown tells nothing. */
const pruned = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(pruned);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, pruned(item)] as const);
  return entries.every(([, item]) => item === null) ? null : Object.fromEntries(entries);
};

const toldBy = ({ data, errors = [] }: RawAnswer) =>
  JSON.stringify([pruned(data), errors.map(({ message, extensions }) => [message, extensions.code])]);

/** Owners of what stands in courses, platforms, vacancies and portals: these are public, and so is that there are any. */
const catalogues: ReadonlySet<Owner> = new Set([
  'CATALOGUE',
  'CERTIFICATE',
  'CERTIFICATE_PLATFORM',
  'PLATFORM',
  'ASSESSORS',
  'VACANCY',
]);

/** An organisation that no table knows; the same each time, so that its token is. */
const UNKNOWN = uuidv7();

/**
 * What is wrong with the answers to the own, another, an unknown and no organisation; nothing when all are right. The own
 * must see something in each of `fields`: response paths of what is asked for together.
 */
export const organizationFaults = async (
  ask: AskAs,
  owner: Owner,
  { own, other, fields = [''] }: RowOwners & { fields?: readonly string[] },
): Promise<string[]> => {
  const mustSee =
    owner === 'NOBODY' || owner === 'PUBLISHED' ? [] : own.map((id) => [`its own organisation ${id}`, id] as const);
  const strangers = [['another organisation', other] as const, ['an unknown organisation', UNKNOWN] as const];
  const isForAll = owner === 'PROGRAMME' || owner === 'ASKER' || owner === 'ASSESSORS';
  // What is null of an organisation that goes on, such as why it is suspended, is refused with an error where it is refused.
  const isSeen = (answer: RawAnswer) => {
    const shown = shownIn(answer);
    const isShown = (field: string) => shown.some(({ path }) => field === '' || isWithin(field, path));
    return fields.every(isShown) || (owner === 'ITSELF' && !answer.errors);
  };
  const mustNotSee = [...(isForAll || owner === 'PUBLISHED' ? [] : strangers), ['no organisation', null] as const];
  const missing = [...mustSee, ...(isForAll ? strangers : [])].map(async ([name, id]) => {
    const answer = await ask(id, 'known');
    return isSeen(answer) ? [] : [`${name} sees nothing: ${JSON.stringify(answer)}`];
  });
  const leaking = mustNotSee.map(async ([name, id]) => {
    const known = await ask(id, 'known');
    const unknown = await ask(id, 'unknown');
    const isTold = !catalogues.has(owner) && toldBy(known) !== toldBy(unknown);
    return [
      ...shownIn(known).map(({ path, value }) => `${name} sees ${path} = ${String(value)}`),
      ...(isTold ? [`${name} is answered ${toldBy(known)}, and ${toldBy(unknown)} for an unknown id`] : []),
    ];
  });
  return (await Promise.all([...missing, ...leaking])).flat();
};

const uuid = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

const unknownIds = new Map<string, string>();

const unknownFor = (id: string): string => {
  const unknown = unknownIds.get(id) ?? uuidv7();
  unknownIds.set(id, unknown);
  return unknown;
};

/** The same text with ids that no table knows: for the same text the same, which a gateway has planned already. */
export const withUnknownIds = (text: string): string => text.replaceAll(uuid, unknownFor);

/**
 * Whether an error in one of `fields`, asked for together, may have taken the others along: what an answer does not show
 * then, it may show to who asks for that alone.
 */
export const mayHide = ({ errors = [] }: RawAnswer, fields: readonly string[]): boolean =>
  errors.some(({ path }) => fields.some((field) => isWithin(field, namesOf(path))));
