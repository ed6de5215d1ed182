import { expect, inject, test } from 'vitest';
import { graphClient, operation } from '../testkit/client.ts';
import { rowsOf } from '../testkit/people.ts';

const as = graphClient(inject('stack'));

test('the dashboard of a wave adds up, over regions and to the rupiah', async () => {
  const { data, errors, asked, statements } = await as().query(operation('wave-dashboard'), {
    number: 1002,
  });
  expect(errors).toBeUndefined();
  if (!data.wave?.funds) throw new Error('the wave has no funds');
  const { funnel, funnelByRegion, funds } = data.wave;
  const sum = (key: 'applied' | 'eligible' | 'selected') => funnelByRegion.reduce((all, row) => all + row[key], 0);
  expect({ applied: sum('applied'), eligible: sum('eligible'), selected: sum('selected') }).toEqual(funnel);
  expect(funnelByRegion).toHaveLength(38);
  const [booked] = await rowsOf<{ granted: string; spent: string; returned: string; settled: string }>(
    'payments',
    `select sum(granted) as granted, sum(spent) as spent, sum(returned) as returned,
      (select coalesce(sum(amount), 0) from disbursement where wave_number = 1002 and status = 'SETTLED') as settled
      from training_balance where wave_number = 1002`,
  );
  expect(funds.paid).toBe(Number(booked?.spent) + Number(booked?.settled));
  expect(funds.returned).toBe(Number(booked?.returned));
  expect(funds.committed).toBeGreaterThanOrEqual(funds.paid + funds.returned);
  expect(asked).toEqual(['payments', 'pmo']);
  expect(statements).toEqual({ pmo: 5, payments: 1 });
});

test('the history of a wave names its sources', async () => {
  const { data } = await as().query(operation('wave-dashboard'), { number: 19 });
  expect(data.wave?.figures).toContainEqual(expect.objectContaining({ name: 'APPLIED', value: 3_967_595 }));
  expect(data.wave?.figures).toContainEqual(expect.objectContaining({ name: 'ELIGIBLE', value: 2_413_677 }));
});

test('courses of a skill are paged without a gap or a repeat, at a constant cost', async () => {
  const [most] = await rowsOf<{ skill_code: string; courses: number }>(
    'training',
    `select skill_code, count(*)::int as courses from course_skill join course on course.id = course_id
      where status in ('ACTIVE', 'WATCHED') group by 1 order by 2 desc, 1 limit 1`,
  );
  const seen: string[] = [];
  const page = { after: null as string | null, hasNext: true };
  while (page.hasNext) {
    const variables = { skill: most?.skill_code, first: 2, after: page.after };
    const answer = await as().query(operation('courses-by-skill'), variables);
    expect(answer.errors).toBeUndefined();
    expect(answer.asked).toEqual(['jobs', 'pmo', 'pmo', 'training']);
    if (!answer.data.skill?.courses) throw new Error('the skill has no courses');
    const { nodes, pageInfo } = answer.data.skill.courses;
    seen.push(...nodes.map(({ id }) => id));
    Object.assign(page, { hasNext: pageInfo.hasNextPage, after: pageInfo.endCursor });
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toHaveLength(most?.courses ?? 0);
});
