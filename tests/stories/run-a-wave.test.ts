import { expect, inject, test } from 'vitest';
import { uuidv7 } from '../../subgraphs/kit/ids.ts';
import { graphClient } from '../testkit/client.ts';
import { rowsOf } from '../testkit/people.ts';
import { personAt } from '../testkit/registration.ts';
import { storyTable } from '../testkit/story-table.ts';
import { until } from '../testkit/until.ts';

const target = inject('stack');
const as = graphClient(target);
const officer = as('officer');
const WAVE = 2_401;
const steps: string[][] = [];

type WaveResults = Record<string, { wave: { status: string } | null; refusal: { code: string } | null }>;

const act = async (field: string, args = `number: ${WAVE}`) => {
  const { data, errors } = await officer.query<WaveResults>(
    `mutation { done: ${field}(${args}) { wave { status } refusal { code } } }`,
  );
  expect(errors).toBeUndefined();
  const { wave, refusal } = data.done ?? {};
  steps.push([field, refusal?.code ?? wave?.status ?? '?']);
};

interface ShownWave {
  status: string;
  draw: { root: string; checkpoint: string; seed: string | null } | null;
  funnel: Record<string, number>;
  funds: Record<string, number>;
  freePlaces: number;
}
/** What everyone can see. */
const wave = async (): Promise<ShownWave> => {
  const wanted =
    'status freePlaces draw { root checkpoint seed } funnel { applied eligible selected } funds { committed returned }';
  return (await as().query<{ wave: ShownWave }>(`{ wave(number: ${WAVE}) { ${wanted} } }`)).data.wave;
};

const progress = async () => {
  type Progress = { wave: { progress: { step: string; done: number; total: number }[] } };
  const { data } = await as().query<Progress>(`{ wave(number: ${WAVE}) { progress { step done total } } }`);
  return data.wave.progress.slice(-1);
};

const citizen = async (at: number) => {
  const id = uuidv7();
  const token = as('participant', id);
  const input = { ...personAt(at), phone: `0813${String(at).padStart(8, '0')}`, email: `wave-${at}@example.org` };
  const register = `mutation ($key: String!, $input: RegisterParticipantInput!) {
    done: registerParticipant(idempotencyKey: $key, input: $input) { refusal { code } } }`;
  await token.query(register, { key: crypto.randomUUID(), input });
  await rowsOf('pmo', `update participant set status = 'VERIFIED' where id = $1`, [id]);
  const join = `mutation { done: joinWave(number: ${WAVE}, idempotencyKey: "${crypto.randomUUID()}") { refusal { code } } }`;
  const { data } = await token.query<WaveResults>(join);
  expect(data.done?.refusal).toBeNull();
  return { id, token };
};

const MINE = `{ me { status registrations(first: 1) { nodes { status entryId } } trainingBalance { available } } }`;
interface OwnJourney {
  me: {
    status: string;
    registrations: { nodes: { status: string; entryId: string }[] };
    trainingBalance: { available: number } | null;
  };
}

test('a wave from its plan to its settlement, which everyone can follow and check', async () => {
  const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  const input = `number: ${WAVE}, quota: 4, opensAt: "${day(1)}", closesAt: "${day(5)}", isSynthetic: true`;
  await act('createWave', `idempotencyKey: "${crypto.randomUUID()}", input: { ${input} }`);
  await act('openWave');
  const citizens = await Promise.all(Array.from({ length: 10 }, (_, at) => citizen(5_000 + at)));
  await act('announceWave');
  await act('closeWave');
  await act('screenWave');
  await act('drawWave');
  const drawn = await until(wave, ({ status }) => status === 'DRAWN', 15_000);
  expect(drawn.draw?.checkpoint).toMatch(new RegExp(`^prakerja-graph/draw/${WAVE}/1\n10\n`));
  expect(drawn.draw?.seed).not.toBeNull();

  // A citizen checks the own entry before anyone is told.
  const [first] = citizens;
  const { data: before } = await (first as (typeof citizens)[0]).token.query<OwnJourney>(MINE);
  const entry = before.me.registrations.nodes[0]?.entryId;
  const proof = await as().query<{ drawProof: { isSelected: boolean; rank: string; draw: { root: string } } }>(
    `{ drawProof(wave: ${WAVE}, entry: "${entry}") { isSelected rank draw { root } } }`,
  );
  expect(proof.data.drawProof.draw.root).toBe(drawn.draw?.root);
  expect(before.me).toMatchObject({ status: 'APPLICANT', trainingBalance: null });

  await act('announceWave');
  const funded = await until(wave, ({ funds }) => funds?.committed === 14_000_000, 15_000);
  expect(funded.funnel).toEqual({ applied: 10, eligible: 10, selected: 4 });
  const { data: after } = await (first as (typeof citizens)[0]).token.query<OwnJourney>(MINE);
  expect(after.me.registrations.nodes[0]?.status).toBe(proof.data.drawProof.isSelected ? 'SELECTED' : 'NOT_SELECTED');

  await act('revokeUnused');
  // Sixteen days later, three of the four have bought.
  await rowsOf('pmo', `update wave set purchase_deadline = current_date - 2 where number = ${WAVE}`);
  await rowsOf(
    'pmo',
    `update participant set status = 'ACTIVE' where id in
      (select participant_id from award_claim where wave_number = ${WAVE} order by 1 limit 3)`,
  );
  await act('revokeUnused');
  const settled = await until(wave, ({ status }) => status === 'SETTLED', 15_000);
  expect(settled).toMatchObject({ status: 'SETTLED', freePlaces: 1, funds: { returned: 3_500_000 } });
  expect(await progress()).toEqual([{ step: 'REVOKE', done: 1, total: 1 }]);

  expect(
    storyTable(steps)
      .replace(/drawWave( +)\w+/, 'drawWave$1DRAWN')
      .replace(/SETTLED/, 'ANNOUNCED'),
  ).toMatchInlineSnapshot(`
    "createWave    PLANNED
    openWave      OPEN
    announceWave  WAVE_TRANSITION_ILLEGAL
    closeWave     CLOSED
    screenWave    SCREENED
    drawWave      DRAWN
    announceWave  ANNOUNCED
    revokeUnused  PURCHASE_DEADLINE_NOT_PASSED
    revokeUnused  ANNOUNCED"
  `);
});
