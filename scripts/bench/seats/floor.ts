import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { uuidv7 } from '../../../subgraphs/kit/ids.ts';
import { perSecond } from '../subgraph.ts';

// What one reservation writes, as the service leaves it: read back from its own rows.
const SAMPLE = `select
    (select json_object_agg(type, data) from (
      select distinct on (type) type, data from event_outbox order by type, id desc
    ) as event) as events`;

const RESERVE = `with claimed as (
    insert into open_course (participant_id, enrollment_id, opened_at) values ($1, $2, now())
  ),
  enrolled as (
    insert into enrollment
      (participant_id, id, course_id, course_version, schedule_id, status, price, reserved_at, hold_until)
    values ($1, $2, $3, 1, $4, 'RESERVED', 500000, now(), now() + interval '15 minutes')
  ),
  remembered as (
    insert into idempotency_key (operation, caller, key, body_hash, answer)
    values ('reserveSeat', $1::text, $5, $6, jsonb_build_object('enrollment', $2::uuid))
  ),
  audited as (
    insert into audit_pending (id, at, request_id, caller_id, mutation, arguments_hash, objects, rules, outcome)
    values ($7, now(), $5, $1::text, 'reserveSeat', $6, '{Course}', '{self}', 'DONE')
  ),
  told as (
    insert into event_outbox (type, version, request_id, data)
    select key, 1, $5, value from json_each($8::json)
  )
  update schedule set seats_taken = seats_taken + 1 where id = $4`;

interface Floor {
  people: number;
  connections: number;
  classes: readonly { schedule: string; course: string }[];
}

/** The least that reserving costs: the same rows by one prepared statement a person. Returns reservations a second. */
export const floorOf = async (pool: pg.Pool, { people, connections, classes }: Floor): Promise<number> => {
  const { rows } = await pool.query<{ events: object }>(SAMPLE);
  const events = JSON.stringify(rows[0]?.events ?? {});
  const calls = Array.from({ length: people }, (_, index) => {
    const { schedule, course } = classes[index % classes.length] as { schedule: string; course: string };
    return [uuidv7(), uuidv7(), course, schedule, crypto.randomUUID(), randomBytes(32), uuidv7(), events];
  });
  const one = (values: unknown[]) => pool.query({ name: 'floor-reserve', text: RESERVE, values });
  return perSecond(calls, { atOnce: connections, one });
};
