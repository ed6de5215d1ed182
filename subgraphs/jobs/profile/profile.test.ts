import { expect, test } from 'vitest';
import { openJobs } from '../../../tests/testkit/jobs.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { idOf } from '../../../tests/testkit/training.ts';

const { database, ask } = await openJobs([]);
const siti = idOf(101);
const asSiti = callerOf(siti, 'self');
const PROFILE = `insert into skill_profile (participant_id, skills, updated_at) values ($1, $2, '2026-06-20Z')`;
await database.pool.query(PROFILE, [siti, ['table-service', 'barista-work', 'cashiering']]);

test('the skill profile says what proves each skill, at the highest level, and where the person may be found', async () => {
  const certificate = `insert into profile_certificate (participant_id, certificate_id, skills, levels, issued_at, revoked_at)
    values ($1, $2, $3, $4, $5, $6)`;
  const rows = [
    [idOf(8_001), ['cashiering', 'barista-work'], ['BASIC', 'ADVANCED'], '2026-01-01Z', null],
    [idOf(8_002), ['cashiering'], ['INTERMEDIATE'], '2026-02-01Z', null],
    [idOf(8_003), ['table-service'], null, '2026-03-01Z', null],
    [idOf(8_004), ['cashiering'], ['ADVANCED'], '2026-04-01Z', '2026-05-01Z'],
  ];
  for (const row of rows) await database.pool.query(certificate, [siti, ...row]);
  const region = `insert into consent (id, participant_id, purpose, region_code, until)
    values ($1, $2, 'JOB_MATCHING', '32.73', now() + interval '1 day')`;
  await database.pool.query(region, [idOf(8_100), siti]);
  const document = `query ($people: [_Any!]!) { _entities(representations: $people) { ... on Participant {
    skillProfile { region { code } proofs { skill { code } level certificateIds provedAt } } } } }`;
  const { data, statements } = await ask<{ _entities: object[] }>(asSiti, document, {
    people: [{ __typename: 'Participant', id: siti }],
  });
  const proof = (code: string, [level, provedAt]: [level: string | null, provedAt: string], ...ids: string[]) => ({
    skill: { code },
    level,
    certificateIds: ids,
    provedAt: `${provedAt}T00:00:00.000Z`,
  });
  expect(data._entities).toEqual([
    {
      skillProfile: {
        region: { code: '32.73' },
        proofs: [
          proof('barista-work', ['ADVANCED', '2026-01-01'], idOf(8_001)),
          proof('cashiering', ['INTERMEDIATE', '2026-02-01'], idOf(8_001), idOf(8_002)),
          proof('table-service', [null, '2026-03-01'], idOf(8_003)),
        ],
      },
    },
  ]);
  expect(statements).toBe(3);
});
