import { handlersOf } from '../../subgraphs/kit/assembly.ts';
import type { Caller } from '../../subgraphs/kit/caller.ts';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { invariants as ofEnrollments } from '../../subgraphs/training/enrollment/enrollment.invariants.ts';
import { training } from '../../subgraphs/training/features.ts';
import { invariants as ofClasses } from '../../subgraphs/training/schedule/schedule.invariants.ts';
import { movableClock } from './clock.ts';
import { callerOf } from './subgraph.ts';
import { idOf, openTraining, organizations } from './training.ts';

const COURSES = 50;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const RESERVE = `mutation ($course: ID!, $schedule: ID, $key: String!) {
  reserveSeat(course: $course, schedule: $schedule, idempotencyKey: $key) {
    enrollment { id status holdUntil } purchaseToken { token expiresAt } refusal { code message path } } }`;

const PUBLISH = `mutation ($input: PublishScheduleInput!, $key: String!) {
  publishSchedule(input: $input, idempotencyKey: $key) {
    schedule { id mode seats seatsLeft startsAt endsAt address region { code } sessions { number startsAt endsAt } }
    refusal { code message path } } }`;

interface RefusalPayload {
  refusal: { code: string; message: string; path: string[] } | null;
}

interface ReservePayload extends RefusalPayload {
  enrollment: { id: string; status: string; holdUntil: string } | null;
  purchaseToken: { token: string; expiresAt: string } | null;
}

interface PublishPayload extends RefusalPayload {
  schedule: { id: string; sessions: object[] } | null;
}

/** A caller who acts for an organisation. */
export const partnerOf = (org: string, scope: string): Caller => ({ ...callerOf(`client of ${org}`, scope), org });

/** The platform and the institution that offer all courses of `openSelling`. */
export const asPlatform = partnerOf(organizations.pijar, 'course:publish enrollment:read');
export const asInstitution = partnerOf(organizations.satu, 'course:publish attendance:record enrollment:read');

/** One of the courses of `openSelling`, from 0. */
export const courseAt = (index: number): string => idOf(11 + index);

type TrainingFixture = Awaited<ReturnType<typeof openTraining>>;
type Clock = ReturnType<typeof movableClock>;

/** Brings events of other subgraphs, each under an id of its own. */
const eventsTo = ({ database, services }: TrainingFixture, clock: Clock) => {
  const handlers = handlersOf(training, services);
  const deliver = async (type: string, data: object) => {
    const handler = handlers.find(({ definition }) => definition.type === type);
    if (!handler) throw new Error(`nobody hears ${type}`);
    const event = { id: uuidv7(), type, requestid: uuidv7(), time: clock.now().toISOString() };
    const parsed = handler.definition.data.parse(data);
    await database.orm.em.fork().transactional((em) => handler.handle(em, parsed, event as never));
  };
  const announce = (participants: readonly string[], purchaseDeadline: string | null = null) =>
    deliver('pmo.recipients.announced', { wave: 1, purchaseDeadline, participants });
  /** New people who may buy. */
  const recipients = async (count: number, purchaseDeadline: string | null = null): Promise<string[]> => {
    const people = Array.from({ length: count }, () => uuidv7());
    await announce(people, purchaseDeadline);
    return people;
  };
  return { deliver, announce, recipients };
};

/** What the database says of enrolments and classes. */
const rowsOf = ({ database: { pool } }: TrainingFixture) => ({
  brokenInvariants: async (): Promise<string[]> => {
    const broken: string[] = [];
    for (const { name, sql } of [...ofClasses, ...ofEnrollments])
      if ((await pool.query(sql)).rowCount) broken.push(name);
    return broken;
  },
  /** Events that were published about an enrolment, the oldest first. */
  toldOf: async (enrollment: string) =>
    (
      await pool.query<{ type: string; reason: string | null }>(
        `select type, data ->> 'reason' as reason from event_outbox where data ->> 'enrollment' = $1 order by id`,
        [enrollment],
      )
    ).rows,
  enrollmentOf: async (id: string) => (await pool.query('select * from enrollment where id = $1', [id])).rows[0],
});

/** What people and providers do by mutations. */
const mutationsOf = ({ ask }: TrainingFixture, clock: Clock) => {
  const reserve = async (
    person: string,
    { course = courseAt(0), schedule = null as string | null, key = uuidv7() } = {},
  ) => {
    const variables = { course, schedule, key };
    const { data, errors } = await ask<{ reserveSeat: ReservePayload }>(callerOf(person, 'self'), RESERVE, variables);
    for (const { originalError } of errors) throw originalError;
    const { enrollment, purchaseToken, refusal } = data.reserveSeat;
    return { code: refusal?.code ?? null, enrollment, token: purchaseToken };
  };
  const sessionsFrom = (startsAt: Date, hours = 3) => [
    { startsAt: startsAt.toISOString(), endsAt: new Date(startsAt.getTime() + hours * HOUR_MS).toISOString() },
  ];
  const publish = async (input: object, as: Caller = asInstitution, key = uuidv7()) => {
    const base = { course: courseAt(0), seats: 30, instructor: 'Sri Wahyuni' };
    const sessions = sessionsFrom(new Date(clock.now().getTime() + 7 * DAY_MS));
    const variables = { input: { ...base, sessions, ...input }, key };
    return (await ask<{ publishSchedule: PublishPayload }>(as, PUBLISH, variables)).data.publishSchedule;
  };
  /** Publishes an online class in a week, and returns its id. */
  const publishClass = async (input: object = {}): Promise<string> => {
    const { schedule, refusal } = await publish(input);
    if (!schedule) throw new Error(refusal?.code);
    return schedule.id;
  };
  return { reserve, sessionsFrom, publish, publishClass };
};

/**
 * The training subgraph with 50 courses on offer, and what it takes to sell them. The clock can be moved. Courses 501 to
 * 503: one offline, one suspended, and one of the other platform and institution.
 */
export const openSelling = async () => {
  const clock = movableClock();
  const courses = Array.from({ length: COURSES }, (_, index) => ({ number: 11 + index }));
  const others = [
    { number: 501, mode: 'OFFLINE' },
    { number: 502, status: 'SUSPENDED' },
    { number: 503, platform: 2, institution: 2 },
  ];
  const opened = await openTraining([...courses, ...others], { now: clock.now });
  return {
    ...opened,
    clock,
    ...eventsTo(opened, clock),
    ...rowsOf(opened),
    ...mutationsOf(opened, clock),
    expire: () => opened.services.ends.expire(),
  };
};
