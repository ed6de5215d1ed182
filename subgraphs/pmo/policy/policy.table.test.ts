import { expect, test } from 'vitest';
import { evaluate } from './evaluate.ts';
import type { Facts } from './facts.ts';
import { policies } from './policies.data.ts';
import { ageOn, factsOfStated, type StatedFacts } from './stated-facts.ts';
import { policyInForce, policyOf, stateOn, totalOf, waveOn } from './versions.ts';

/** Who meets every condition of every version. */
const ready: Facts = {
  age: 27,
  wave: 19,
  workStatus: 'JOB_SEEKER',
  occupation: 'NONE',
  isInFormalEducation: false,
  lists: [],
  hasAward: false,
  cardRecipients: 0,
  isNikClaimed: true,
};

const codes = (version: string, facts: Partial<Facts>) =>
  evaluate(policyOf(version), { ...ready, ...facts }).reasons.map(({ code }) => code);

/** What the three versions say: `·` where the condition is met, not known yet, or switched off. */
const inAll = (facts: Partial<Facts>) => policies.map(({ version }) => codes(version, facts).join(' ') || '·');

test.each<[string, Partial<Facts>, string[]]>([
  ['nothing is wrong', {}, ['·', '·', '·']],
  ['the NIK is not theirs', { isNikClaimed: false }, Array(3).fill('IDENTITY_NOT_CONFIRMED')],
  ['17', { age: 17 }, Array(3).fill('AGE_BELOW_MINIMUM')],
  ['18', { age: 18 }, ['·', '·', '·']],
  ['64 in wave 18', { age: 64, wave: 18 }, ['·', '·', '·']],
  ['65 in wave 17', { age: 65, wave: 17 }, ['·', '·', 'AGE_ABOVE_MAXIMUM']],
  ['65 in wave 18', { age: 65, wave: 18 }, ['·', 'AGE_ABOVE_MAXIMUM', 'AGE_ABOVE_MAXIMUM']],
  ['65 in wave 19', { age: 65, wave: 19 }, ['·', 'AGE_ABOVE_MAXIMUM', 'AGE_ABOVE_MAXIMUM']],
  ['at school', { isInFormalEducation: true }, Array(3).fill('IN_FORMAL_EDUCATION')],
  ['listed as a student', { lists: ['STUDENTS'] }, Array(3).fill('ON_STUDENTS_LIST')],
  ['a pensioner', { workStatus: 'RETIRED' }, Array(3).fill('WORK_STATUS_NOT_SERVED')],
  ['social aid', { lists: ['SOCIAL_AID'] }, ['RECEIVES_SOCIAL_AID', 'RECEIVES_SOCIAL_AID', '·']],
  [
    'listed as a state official',
    { lists: ['STATE_OFFICIALS'] },
    ['·', 'ON_STATE_OFFICIALS_LIST', 'ON_STATE_OFFICIALS_LIST'],
  ],
  ['received before', { hasAward: true }, Array(3).fill('RECEIVED_BEFORE')],
  ['revoked before', { lists: ['REVOKED'] }, ['·', 'REVOKED_BEFORE', 'REVOKED_BEFORE']],
  ['one recipient on the card', { cardRecipients: 1 }, ['·', '·', '·']],
  ['two recipients on the card', { cardRecipients: 2 }, ['·', 'KK_HAS_TWO_RECIPIENTS', 'KK_HAS_TWO_RECIPIENTS']],
])('%s', (_, facts, expected) => expect(inAll(facts)).toEqual(expected));

test.each(['JOB_SEEKER', 'LAID_OFF', 'FURLOUGHED', 'WORKER', 'ENTREPRENEUR'])('%s is served', (workStatus) =>
  expect(inAll({ workStatus })).toEqual(['·', '·', '·']),
);

test.each([
  'STATE_OFFICIAL',
  'LEGISLATOR',
  'CIVIL_SERVANT',
  'MILITARY',
  'POLICE',
  'VILLAGE_OFFICIAL',
  'STATE_COMPANY_EXECUTIVE',
])('%s is barred since Permenko 11/2020', (occupation) =>
  expect(inAll({ occupation })).toEqual(['·', 'OCCUPATION_BARRED', 'OCCUPATION_BARRED']),
);

test('all that is wrong is said at once, in the order of the version', () => {
  const everything: Facts = {
    age: 70,
    wave: 30,
    workStatus: 'RETIRED',
    occupation: 'POLICE',
    isInFormalEducation: true,
    lists: ['REVOKED', 'SOCIAL_AID', 'STATE_OFFICIALS', 'STUDENTS'],
    hasAward: true,
    cardRecipients: 2,
    isNikClaimed: false,
  };
  const all = policyOf('2020-B').rules.map(({ code }) => code);
  expect(codes('2020-B', everything)).toEqual(all.filter((code) => code !== 'AGE_BELOW_MINIMUM'));
});

const stated: Omit<StatedFacts, 'birthDate'> = {
  workStatus: 'WORKER',
  occupation: 'NONE',
  isInFormalEducation: false,
  receivesSocialAid: false,
  hasReceivedBefore: false,
  recipientsInFamily: 0,
  wave: 40,
};

const reasonsOn = (birthDate: string, day: string) => {
  const policy = policyInForce(day);
  if (!policy) return 'no policy';
  return (
    evaluate(policy, factsOfStated({ ...stated, birthDate }, day))
      .reasons.map(({ code }) => code)
      .join(' ') || '·'
  );
};

test.each([
  // The 18th birthday: the day before, the day, the day after.
  ['2005-03-10', '2023-03-09', 'AGE_BELOW_MINIMUM'],
  ['2005-03-10', '2023-03-10', '·'],
  ['2005-03-10', '2023-03-11', '·'],
  // The 65th birthday.
  ['1958-03-10', '2023-03-09', '·'],
  ['1958-03-10', '2023-03-10', 'AGE_ABOVE_MAXIMUM'],
  ['1958-03-10', '2023-03-11', 'AGE_ABOVE_MAXIMUM'],
  // Born on 29 February: the birthday is on 1 March in common years, on the day itself in leap years.
  ['2004-02-29', '2022-02-28', 'AGE_BELOW_MINIMUM'],
  ['2004-02-29', '2022-03-01', '·'],
  ['1960-02-29', '2025-02-28', '·'],
  ['1960-02-29', '2025-03-01', 'AGE_ABOVE_MAXIMUM'],
  ['2008-02-29', '2026-02-28', 'AGE_BELOW_MINIMUM'],
  ['1959-12-31', '2024-12-30', '·'],
  ['1959-12-31', '2024-12-31', 'AGE_ABOVE_MAXIMUM'],
])('born on %s, on %s: %s', (birthDate, day, expected) => expect(reasonsOn(birthDate, day)).toBe(expected));

test('a birthday on 29 February itself counts', () => {
  expect([ageOn('2004-02-29', '2024-02-28'), ageOn('2004-02-29', '2024-02-29')]).toEqual([19, 20]);
});

test.each([
  ['2020-04-10', undefined],
  ['2020-04-11', '2020-A'],
  ['2020-04-12', '2020-A'],
  ['2020-08-06', '2020-A'],
  ['2020-08-07', '2020-B'],
  ['2020-08-08', '2020-B'],
  ['2022-12-30', '2020-B'],
  ['2022-12-31', '2020-B'],
  ['2023-01-01', '2023'],
  ['2023-01-02', '2023'],
  ['2026-11-24', '2023'],
])('on %s the policy is %s', (day, version) => expect(policyInForce(day)?.version).toBe(version));

test('each version ends the day before the next begins', () => {
  const dayBefore = (day: string) => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
  const ends = policies.slice(1).map(({ inForceFrom }) => dayBefore(inForceFrom));
  expect(policies.map(({ inForceUntil }) => inForceUntil)).toEqual([...ends, null]);
});

test('who states no wave is judged by the last one that had opened', () => {
  expect(['2020-04-11', '2020-08-08', '2021-08-25', '2021-08-26', '2026-01-01'].map(waveOn)).toEqual([1, 4, 4, 18, 18]);
});

test('a recipient gets Rp 3,550,000 in 2020 to 2022 and Rp 4,200,000 from 2023', () => {
  expect(policies.map(totalOf)).toEqual([3_550_000, 3_550_000, 4_200_000]);
  expect(policies.map(({ purchaseDays }) => purchaseDays)).toEqual([null, 30, 15]);
  expect(189_436n * BigInt(totalOf(policyOf('2020-B')))).toBe(672_497_800_000n);
});

const switchOn = (code: string, day: string) => {
  const found = policyInForce(day)?.switches.find((each) => each.code === code);
  return found && stateOn(found, day);
};

test.each([
  ['SOCIAL_AID_BARRED', '2022-12-31', 'ON'],
  ['SOCIAL_AID_BARRED', '2023-01-01', 'OFF'],
  ['OFFLINE_TRAINING', '2022-12-31', 'COMMITTEE_DECISION_PENDING'],
  ['OFFLINE_TRAINING', '2023-01-01', 'ON'],
  ['COMMISSION_CAP', '2020-08-06', 'OFF'],
  ['COMMISSION_CAP', '2020-08-07', 'ON'],
  ['BUNDLES_FORBIDDEN', '2020-06-30', 'OFF'],
  ['BUNDLES_FORBIDDEN', '2020-07-01', 'ON'],
  ['AGE_CAP', '2021-08-25', 'OFF'],
  ['AGE_CAP', '2021-08-26', 'ON'],
])('the switch %s is on %s %s', (code, day, state) => expect(switchOn(code, day)).toBe(state));

test.each([
  ['2022-12-31', null],
  ['2023-01-01', 10],
  ['2023-07-31', 10],
  ['2023-08-01', 20],
  ['2026-11-24', 20],
])('on %s the offline pilot counts %s provinces', (day, count) => {
  const steps = policyInForce(day)?.switches.find(({ code }) => code === 'OFFLINE_TRAINING')?.steps ?? [];
  const step = steps.findLast(({ from }) => from === undefined || from <= day);
  expect(step?.provinces?.count ?? null).toBe(count);
});

test('which provinces the offline pilot holds in is not in our sources, and not made up', () => {
  const steps = policyOf('2023').switches.find(({ code }) => code === 'OFFLINE_TRAINING')?.steps ?? [];
  expect(steps.map(({ provinces }) => provinces)).toEqual([
    { count: 10, codes: null },
    { count: 20, codes: null },
  ]);
  expect(steps.every(({ assumed }) => assumed !== undefined)).toBe(true);
});

test('every rule, deadline and switch names its source and speaks both languages', () => {
  for (const { rules, deadlines, switches } of policies) {
    const texts = [
      ...rules.flatMap(({ demand, reason }) => [demand, reason]),
      ...[...deadlines, ...switches].map(({ text }) => text),
    ];
    expect(texts.filter(({ en, id }) => en === '' || id === '' || en === id)).toEqual([]);
    expect([...rules, ...deadlines, ...switches].filter(({ article }) => article === '')).toEqual([]);
  }
});

test('what a citizen is shown as the source is a regulation, the press or a public body', () => {
  const cited = policies.flatMap(({ rules, deadlines, switches }) => [...rules, ...deadlines, ...switches]);
  const isPublic = (article: string) => /^(Permenko|Perpres) \d+\/20\d\d|press|Sakernas/i.test(article);
  expect(cited.filter(({ article }) => !isPublic(article) || /seed/i.test(article))).toEqual([]);
});

test('an unknown version is an error', () => {
  expect(() => policyOf('2021')).toThrow(new RangeError('no policy version 2021'));
});
