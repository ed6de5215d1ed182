import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { brokenByHand } from '../../../tests/testkit/broken-by-hand.ts';
import { brokenInvariants } from '../../../tests/testkit/broken-invariants.ts';
import { correcting } from '../../../tests/testkit/correction.ts';
import { whileWaitingFor } from '../../../tests/testkit/held-lock.ts';
import { matchingOf } from '../../../tests/testkit/matching.ts';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { openWave, personAt, registering } from '../../../tests/testkit/registration.ts';
import { callerOf } from '../../../tests/testkit/subgraph.ts';
import { counted, officerOf } from '../../../tests/testkit/waves.ts';
import { pmo as features } from '../features.ts';

const pmo = await openPmo();
await openWave(pmo);
const { verified, join } = registering(pmo);
const { correct } = correcting(pmo);
const { standingOf, holderOf, pass } = matchingOf(pmo);
const { open, screen, draw, act } = officerOf(pmo);
const { pool } = pmo.database;

interface Answer {
  done: { dispute: { id: string; status: string } | null; refusal: { code: string } | null };
}

const ask = async (caller: ReturnType<typeof callerOf>, call: string) => {
  const { data, errors } = await pmo.ask<Answer>(
    caller,
    `mutation { done: ${call} { dispute { id status } refusal { code } } }`,
  );
  expect(errors).toEqual([]);
  return data.done;
};
const complain = (id: string, evidence = 'Kantor Dinas Bandung, berkas 17') =>
  ask(callerOf(id, 'self'), `openIdentityDispute(evidence: "${evidence}", idempotencyKey: "${crypto.randomUUID()}")`);
const say = async (officer: string, id: string, outcome = 'GRANTED') => {
  const call = `decideIdentityDispute(id: "${id}", outcome: ${outcome}, reason: "KTP diperlihatkan.")`;
  const { dispute, refusal } = await ask(callerOf(officer, 'identity:decide'), call);
  return refusal?.code ?? dispute?.status;
};

let next = 0;
/** Somebody who was confirmed with a NIK, and the owner, who came second with the same data. */
const pair = async () => {
  next += 1;
  const holder = await verified(personAt(next));
  const owner = await verified({ ...personAt(next), phone: `0813${String(next).padStart(8, '0')}` });
  return { holder, owner, nik: personAt(next).nik };
};
const disputed = async () => {
  const people = await pair();
  return { ...people, id: (await complain(people.owner)).dispute?.id ?? '' };
};
const rowOf = async (table: string, id: string) =>
  (await pool.query(`select * from ${table} where participant_id = $1`, [id])).rows[0];

test('who is not confirmed opens one dispute at a time; others need none', async () => {
  const { holder, owner } = await pair();
  expect((await complain(holder)).refusal?.code).toBe('DISPUTE_NOT_NEEDED');
  expect((await complain(owner, '')).refusal?.code).toBe('DISPUTE_EVIDENCE_MALFORMED');
  expect((await complain(owner)).dispute?.status).toBe('OPEN');
  expect((await complain(owner)).refusal?.code).toBe('DISPUTE_OPEN');
});

test('it takes two officers who say the same, one after the other, and neither is a party to it', async () => {
  const { id, holder, owner, nik } = await disputed();
  expect(
    await ask(
      callerOf('officer-1', 'participant:correct'),
      `decideIdentityDispute(id: "${id}", outcome: GRANTED, reason: "Ya, ya.")`,
    ),
  ).toMatchObject({
    refusal: { code: 'FORBIDDEN' },
  });
  expect(await say(holder, id)).toBe('DISPUTE_OWN_MATTER');
  expect(await say('officer-1', id)).toBe('PROPOSED');
  expect(await say('officer-1', id)).toBe('SAME_PERSON');
  expect(await say('officer-2', id, 'REJECTED')).toBe('PROPOSED');
  expect(await holderOf(nik)).toBe(holder);
  expect(await say('officer-1', id)).toBe('PROPOSED');
  expect(await say('officer-3', id)).toBe('GRANTED');
  expect(await say('officer-2', id)).toBe('DISPUTE_DECIDED');
  expect(await holderOf(nik)).toBe(owner);
  expect([(await standingOf(owner))?.state, (await standingOf(holder))?.state]).toEqual(['CONFIRMED', 'NOT_CONFIRMED']);
  const { rows } = await pool.query(
    'select outcome, officer from identity_dispute_opinion where dispute_id = $1 order by number',
    [id],
  );
  expect(rows.map(({ outcome, officer }) => `${officer} ${outcome}`)).toEqual([
    'officer-1 GRANTED',
    'officer-2 REJECTED',
    'officer-1 GRANTED',
    'officer-3 GRANTED',
  ]);
});

test('one that is rejected changes nothing, and another one may be opened', async () => {
  const { id, holder, owner, nik } = await disputed();
  expect([await say('officer-1', id, 'REJECTED'), await say('officer-2', id, 'REJECTED')]).toEqual([
    'PROPOSED',
    'REJECTED',
  ]);
  expect(await holderOf(nik)).toBe(holder);
  expect((await complain(owner)).dispute?.status).toBe('OPEN');
});

test('the loser leaves the wave and the family card, and the owner takes both', async () => {
  const { id, holder, owner, nik } = await disputed();
  await open(2_301);
  expect((await join(holder, 2_301)).refusal).toBeNull();
  await say('officer-1', id);
  expect(await say('officer-2', id)).toBe('GRANTED');
  expect(await rowOf('kk_claim', holder)).toBeUndefined();
  expect(await rowOf('registration', holder)).toMatchObject({ status: 'INELIGIBLE' });
  expect((await join(owner, 2_301)).refusal).toBeNull();
  expect((await rowOf('kk_claim', owner)).kk_index).toEqual(pmo.vault.blindIndex('kk', personAt(next).kk));
  expect(await holderOf(nik)).toBe(owner);
  expect((await join(holder)).refusal?.code).toBe('IDENTITY_NOT_CONFIRMED');
  expect(await brokenInvariants(pool, features)).toEqual([]);
});

test('while the holder is an entry of a frozen wave it waits; an award is kept in the books and judged again', async () => {
  const { id, holder, owner, nik } = await disputed();
  await open(2_302);
  expect((await join(holder, 2_302)).refusal).toBeNull();
  await screen(2_302);
  await draw(2_302);
  await say('officer-1', id);
  expect(await say('officer-2', id)).toBe('DISPUTE_HOLDER_IN_DRAW');
  expect(await holderOf(nik)).toBe(holder);
  await act('announceWave', 2_302);
  expect(await say('officer-2', id)).toBe('GRANTED');
  expect(await holderOf(nik)).toBe(owner);
  await pmo.services.standings.tick();
  const status = async (person: string) =>
    (await pool.query('select status from participant where id = $1', [person])).rows[0]?.status;
  expect(await status(holder)).toBe('BARRED');
  expect(await rowOf('award_claim', holder)).toBeDefined();
  expect((await rowOf('kk_claim', holder)).kk_index).not.toEqual(pmo.vault.blindIndex('kk', personAt(next).kk));
  await open(2_303);
  expect((await join(owner, 2_303)).refusal).toBeNull();
  expect(await brokenInvariants(pool, features)).toEqual([]);
});

test('it is about the NIK that was stated when it was opened', async () => {
  const { id, holder, owner, nik } = await disputed();
  await say('officer-1', id);
  expect((await correct(owner, { nik: personAt(7_000 + next).nik })).refusal).toBeNull();
  await pass(1);
  expect(await say('officer-2', id)).toBe('DISPUTE_OVERTAKEN');
  expect(await holderOf(nik)).toBe(holder);
});

test('of officers who agree at once one decides, and the NIK is given once', async () => {
  const disputes = [await disputed(), await disputed(), await disputed()];
  for (const { id } of disputes) await say('officer-1', id);
  const officers = ['officer-2', 'officer-3', 'officer-4'];
  const codes = await Promise.all(disputes.flatMap(({ id }) => officers.map((officer) => say(officer, id))));
  expect(codes.filter((code) => code === 'GRANTED')).toHaveLength(3);
  expect(codes.filter((code) => code === 'DISPUTE_DECIDED')).toHaveLength(6);
  for (const { nik, owner } of disputes) expect(await holderOf(nik)).toBe(owner);
});

test('of disputes that a person opens at once one is open, and the others are told so', async () => {
  const { owner } = await pair();
  const answers = await Promise.all(Array.from({ length: 5 }, () => complain(owner)));
  const codes = answers.map(({ dispute, refusal }) => refusal?.code ?? dispute?.status);
  expect(counted(codes.map(String))).toEqual({ OPEN: 1, DISPUTE_OPEN: 4 });
});

test('officers who are the first to speak, at once, are all written down one after the other', async () => {
  const { id } = await disputed();
  const codes = await Promise.all(['officer-1', 'officer-2'].map((officer) => say(officer, id)));
  expect(codes.toSorted()).toEqual(['GRANTED', 'PROPOSED']);
});

test('of two who are given one NIK at once one holds it, and the other dispute was overtaken', async () => {
  const { owner, id, nik } = await disputed();
  const third = await verified({ ...personAt(next), phone: `0814${String(next).padStart(8, '0')}` });
  const other = (await complain(third)).dispute?.id ?? '';
  for (const each of [id, other]) await say('officer-1', each);
  const [first, second] = await Promise.all([say('officer-2', id), say('officer-3', other)]);
  expect([first, second].toSorted()).toEqual(['DISPUTE_OVERTAKEN', 'GRANTED']);
  expect(await holderOf(nik)).toBe(first === 'GRANTED' ? owner : third);
});

test('who corrects the NIK while it is being given to them has it first, and then gives it up', async () => {
  const { id, holder, owner, nik } = await disputed();
  // The holder had mistyped it: the NIK is free, and nothing but the gift itself touches it.
  expect((await correct(holder, { nik: personAt(7_500 + next).nik })).refusal).toBeNull();
  await pass(1);
  expect(await holderOf(nik)).toBeUndefined();
  const third = await verified(personAt(7_600 + next));
  await say('officer-1', id);
  const answers: Promise<unknown>[] = [];
  await whileWaitingFor(
    {
      // Another claim on it, which comes to nothing, holds the gift up in the middle of its statement.
      databaseUrl: String(pmo.database.orm.config.get('clientUrl')),
      lock: `with former as (delete from nik_claim where participant_id = $1 returning *)
        insert into nik_claim (nik_index, participant_id, confirmed_at, basis)
        select $2, participant_id, confirmed_at, basis from former`,
      values: [third, pmo.vault.blindIndex('nik', nik)],
    },
    {
      begin: () => answers.push(say('officer-2', id)),
      meanwhile: async () => {
        const corrected = correct(owner, { nik: personAt(7_700 + next).nik });
        answers.push(corrected.then(({ refusal }) => refusal));
        await Promise.race([corrected, delay(500)]);
      },
    },
  );
  expect(await Promise.all(answers)).toEqual(['GRANTED', null]);
  expect(await holderOf(nik)).toBeUndefined();
  await pass(1);
  expect(await holderOf(personAt(7_700 + next).nik)).toBe(owner);
  expect(await brokenInvariants(pool, features)).toEqual([]);
});

test('who joins a wave while a dispute is decided against them is not in it', async () => {
  const { id, holder, owner, nik } = await disputed();
  await open(2_304);
  await say('officer-1', id);
  const calls: Promise<unknown>[] = [];
  let joined: ReturnType<typeof join> | undefined;
  await whileWaitingFor(
    {
      // It holds up the loss of the NIK, and no joining.
      databaseUrl: String(pmo.database.orm.config.get('clientUrl')),
      lock: 'select from nik_claim where participant_id = $1 for key share',
      values: [holder],
    },
    {
      begin: () => calls.push(say('officer-2', id)),
      meanwhile: async () => {
        joined = join(holder, 2_304);
        await Promise.race([joined, delay(500)]);
      },
    },
  );
  expect(await Promise.all(calls)).toEqual(['GRANTED']);
  expect((await joined)?.refusal?.code).toBe('IDENTITY_NOT_CONFIRMED');
  expect(await rowOf('kk_claim', holder)).toBeUndefined();
  expect(await holderOf(nik)).toBe(owner);
  expect(await brokenInvariants(pool, features)).toEqual([]);
});

test('the person and the holder learn nothing of each other, nor of what officers said', async () => {
  const { holder, owner } = await disputed();
  const fields = `{ me { identityDisputes(first: 5) { nodes { status evidence decidedAt } } } }`;
  const own = await pmo.ask<{ me: { identityDisputes: { nodes: object[] } } }>(callerOf(owner, 'self'), fields);
  expect(own.data.me.identityDisputes.nodes).toEqual([
    { status: 'OPEN', evidence: 'Kantor Dinas Bandung, berkas 17', decidedAt: null },
  ]);
  for (const field of ['participant { id }', 'holderId', 'opinions { officer }']) {
    const { codes } = await pmo.ask(
      callerOf(owner, 'self'),
      `{ me { identityDisputes(first: 5) { nodes { ${field} } } } }`,
    );
    expect(codes).toEqual(['FORBIDDEN']);
  }
  const other = await pmo.ask(
    callerOf(holder, 'self'),
    `{ participant(id: "${owner}") { identityDisputes(first: 5) { nodes { id } } } }`,
  );
  expect(other.codes).toEqual(['FORBIDDEN']);
  expect((await pmo.ask(callerOf(holder, 'self'), '{ identityDisputes(first: 5) { nodes { id } } }')).codes).toEqual([
    'FORBIDDEN',
  ]);
});

test('the history stays, whoever would change it, and each invariant finds what breaks it', async () => {
  const { id } = await disputed();
  await say('officer-1', id);
  const refused = async (text: string) =>
    pool.query(text).then(
      () => 'done',
      ({ code }) => code,
    );
  expect(await refused(`delete from identity_dispute_opinion where dispute_id = '${id}'`)).toBe('23001');
  expect(await refused(`update identity_dispute set status = 'GRANTED', decided_at = now() where id = '${id}'`)).toBe(
    '23001',
  );
  expect(await refused(`update identity_dispute set evidence = 'none' where status = 'GRANTED'`)).toBe('23001');
  expect(
    await brokenByHand(pool, features, [
      `update identity_dispute set status = 'REJECTED', decided_at = now() where id = '${id}'`,
    ]),
  ).toEqual(['a dispute was decided by two officers who said the same, one after the other']);
  expect(
    await brokenByHand(pool, features, [`update nik_claim set basis = 'DISPUTE' where basis = 'REGISTRY'`]),
  ).toEqual(['a NIK that was given in a dispute has the dispute']);
  expect(
    await brokenByHand(pool, features, [
      `update unconfirmed_identity set reason = 'DISPUTE', field = null where reason = 'CLAIMED'`,
    ]),
  ).toEqual(['whoever lost a NIK in a dispute lost it to a dispute that was granted']);
});
