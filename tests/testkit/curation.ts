import type { Caller } from '../../subgraphs/kit/caller.ts';
import type { AssessmentLayer } from '../../subgraphs/training/curation/curation.kind.ts';
import { type Indicator, indicators, inForce } from '../../subgraphs/training/policy/index.ts';
import { callerOf } from './subgraph.ts';
import { idOf, openTraining, organizations } from './training.ts';

interface RefusalPayload {
  refusal: { code: string; path: string[]; message: string } | null;
}

/** The organisations of the programme office, and of a university that assesses. */
export const office = idOf(9_101);
const university = idOf(9_102);

const by = (id: string, org: string, scope: string): Caller => ({ ...callerOf(id, scope), org });

/** An officer of this name. */
export const officer = (name: string) => by(name, office, 'course:assess course:monitor');

/** Whoever assesses in each layer; the officer who decides is another one. */
export const assessors: Record<`${AssessmentLayer}`, Caller> = {
  PLATFORM: by('client-pijar', organizations.pijar, 'course:publish'),
  PMO: officer('officer-checks'),
  ASSESSOR: by('client-university', university, 'course:assess'),
};

const list: readonly Indicator[] = inForce(indicators, '2026-11-01').value;

/** A score of 4 for each indicator, but for those that are stated. */
export const scores = (changed: Readonly<Record<string, number>> = {}) =>
  list.map(({ code }) => {
    const score = changed[code] ?? 4;
    return { indicator: code, score, comment: score < 3 ? 'Belum memadai.' : null };
  });

const content = {
  institution: idOf(1),
  title: 'Barista',
  description: 'Dari dasar sampai menyajikan.',
  mode: 'ONLINE',
  language: 'id',
  price: 500_000,
  priceOutside: 600_000,
  durationHours: 15,
  syllabus: [{ title: 'Biji kopi', hours: 15, description: null }],
  outcomes: [{ skill: 'barista-work', level: 'BASIC' }],
  accessibility: [],
  url: null,
};

const VERSION = `insert into course_version
    (course_id, number, platform_id, content, content_hash, status, submitted_at)
  select id, $2, platform_id, $3::jsonb, sha256(convert_to($3::jsonb::text, 'UTF8')), 'SUBMITTED', $4 from course where id = $1`;

const PROFILE = `insert into organization_profile
    (organization_id, tax_number, legal_form, established, provinces, updated_at)
  values ($1, '0012345678901000', 'FOUNDATION', $2, '{}', now())`;

const REFUSAL = 'refusal { code path message }';
const ASSESS = `mutation ($course: ID!, $version: Int!, $scores: [IndicatorScoreInput!]!) {
  assessCourse(course: $course, version: $version, scores: $scores) { assessment { layer version mean } ${REFUSAL} } }`;
const DECIDE = `mutation ($course: ID!, $version: Int!, $isApproved: Boolean!, $reason: String, $mend: [MendItemInput!]!) {
  decideCourse(course: $course, version: $version, isApproved: $isApproved, reason: $reason, mend: $mend) {
    decision { outcome version reason mend { indicator what } } ${REFUSAL} } }`;

export interface Decision {
  isApproved?: boolean;
  reason?: string | null;
  mend?: object[];
  version?: number;
  as?: Caller;
}

/** A course whose first version waits for its assessment, and who assesses and decides. */
export const openCuration = async (count: number) => {
  const numbers = Array.from({ length: count }, (_, index) => 100 + index);
  const opened = await openTraining(numbers.map((number) => ({ number, status: 'SUBMITTED' })));
  const { database, ask } = opened;
  let next = 0;
  const submit = async (changed: object = {}, { course = idOf(100 + next++), version = 1 } = {}) => {
    const stated = JSON.stringify({ ...content, ...changed });
    await database.pool.query(VERSION, [course, version, stated, '2026-11-01T00:00:00Z']);
    return course;
  };
  await database.pool.query(PROFILE, [organizations.satu, '2019-01-01']);
  const assess = async (
    course: string,
    layer: `${AssessmentLayer}`,
    { as = assessors[layer], scored = scores() as object[], version = 1 } = {},
  ) => {
    type Answer = { assessCourse: RefusalPayload & { assessment: { layer: string; mean: number } | null } };
    const { data, errors } = await ask<Answer>(as, ASSESS, { course, version, scores: scored });
    if (errors.length > 0) throw new Error(String(errors));
    return data.assessCourse;
  };
  const assessAll = async (course: string, version = 1) => {
    for (const layer of ['PLATFORM', 'PMO', 'ASSESSOR'] as const) {
      const { refusal } = await assess(course, layer, { version });
      if (refusal) throw new Error(refusal.code);
    }
  };
  const decide = async (
    course: string,
    { isApproved = true, reason = null, mend = [], version = 1, as = officer('officer-decides') }: Decision = {},
  ) => {
    type Answer = { decideCourse: RefusalPayload & { decision: object | null } };
    const { data, errors } = await ask<Answer>(as, DECIDE, { course, version, isApproved, reason, mend });
    if (errors.length > 0) throw new Error(String(errors));
    return data.decideCourse;
  };
  const move = async (
    course: string,
    name: string,
    { as = officer('officer-monitors'), reason = 'Temuan lapangan.' } = {},
  ) => {
    const source = `mutation ($course: ID!, $reason: String!) { done: ${name}(course: $course, reason: $reason) {
      decision { outcome course { status } } ${REFUSAL} } }`;
    const { data, errors } = await ask<{ done: RefusalPayload & { decision: object | null } }>(as, source, {
      course,
      reason,
    });
    if (errors.length > 0) throw new Error(String(errors));
    return data.done;
  };
  const statusOf = async (course: string) => {
    const { rows } = await database.pool.query<{ status: string }>('select status from course where id = $1', [course]);
    return rows[0]?.status;
  };
  const facts = async (course: string) => {
    const { rows } = await database.pool.query<{ organization: string; type: string; data: object }>(
      `select fact ->> 'organization' as organization, fact ->> 'type' as type, fact -> 'data' as data
        from event_outbox, jsonb_array_elements(data -> 'facts') as fact
        where fact ->> 'subject' = $1 order by fact ->> 'id'`,
      [course],
    );
    return rows;
  };
  return { ...opened, submit, assess, assessAll, decide, move, statusOf, facts };
};
