import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { unguardedPersonalFields } from './access-graph.ts';

const sdl = readFileSync('schema/supergraph.graphql', 'utf8');

/** Fields of personal data that anyone may ask for, each for a reason. */
const deliberatelyPublic = [
  // Whoever holds the number printed on a certificate may check it; it names no person.
  'Certificate.course',
  'Certificate.courseVersion',
  'Certificate.id',
  'Certificate.issuedAt',
  // Null to whom `mayRead` of enrollment.policy.ts does not allow it: the matrix has it.
  'Certificate.participant',
  'Certificate.revokedAt',
  'Certificate.score',
  'Certificate.skillLevels',
  'Certificate.skills',
  'Certificate.state',
  'Certificate.validUntil',
  // What it proves, which it is shown for.
  'CertifiedSkill.code',
  'CertifiedSkill.level',
  // Why a mutation did nothing is for whoever called it.
  'ConfirmVerificationCodePayload.refusal',
  'CorrectRegistrationPayload.refusal',
  // A random pseudonym, and whether the person is made up.
  'Participant.id',
  'Participant.isSynthetic',
  'RegisterParticipantPayload.refusal',
];

const planted = (place: string, field: string) => {
  const changed = sdl.replace(place, `${place}\n${field}`);
  expect(changed).not.toBe(sdl);
  return unguardedPersonalFields(changed).filter((coordinate) => !deliberatelyPublic.includes(coordinate));
};

const startOf = (type: string) => new RegExp(`^type ${type} [^\\n]*\\{$`, 'm').exec(sdl)?.[0] ?? `no ${type}`;

test('every field of personal data is guarded, or public on purpose', () => {
  expect(unguardedPersonalFields(sdl)).toEqual(deliberatelyPublic);
});

test('a new field of a person without a guard is found, and with one it is not', () => {
  const field = 'motherName: String @join__field(graph: PMO)';
  expect(planted(startOf('Participant'), field)).toEqual(['Participant.motherName']);
  expect(planted(startOf('Participant'), `${field} @requiresScopes(scopes: [["self"]])`)).toEqual([]);
  expect(planted(startOf('Certificate'), 'remark: String')).toEqual(['Certificate.remark']);
});

test('a new type behind an unguarded field of a person is found with all its fields', () => {
  const loan = 'type Loan @join__type(graph: PMO) {\n amount: Int!\n}\n';
  const withLoan = sdl.replace(startOf('Participant'), `${loan}${startOf('Participant')}\nloan: Loan`);
  expect(unguardedPersonalFields(withLoan).filter((each) => !deliberatelyPublic.includes(each))).toEqual([
    'Loan.amount',
    'Participant.loan',
  ]);
});

test.each([
  ['Query', 'identityOf(id: ID!): ParticipantIdentity @join__field(graph: PMO)', 'ParticipantIdentity.nik'],
  ['Course', 'balances: [TrainingBalance!]', undefined],
  ['Wave', 'winners: [Participant!] @join__field(graph: PMO)', 'Wave.winners'],
  ['Region', 'profile: SkillProfile @join__field(graph: PMO)', 'SkillProfile.skills'],
])('a second door to personal data is found: %s { %s }', (type, field, found) => {
  const coordinates = planted(startOf(type), field);
  // TrainingBalance is guarded by itself, whatever leads to it.
  if (found === undefined) expect(coordinates).toEqual([]);
  else expect(coordinates).toContain(found);
});
