import { createHmac } from 'node:crypto';
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { openPmo } from '../../../tests/testkit/pmo.ts';
import { erasureOf } from '../../kit/assembly.ts';
import { eraser } from '../../kit/erasure.ts';
import { uuidv7 } from '../../kit/ids.ts';
import { Secret } from '../../kit/vault/secret.ts';
import { pmo as features } from '../features.ts';
import { identityPlace, packIdentity } from '../identity/index.ts';
import { AttestationService } from './attestation.service.ts';
import { NikProofs } from './nik-proof.ts';

const KEY = Buffer.alloc(32, 'attest').toString('base64url');
const nikOf = (number: number) => `3273994${String(number).padStart(9, '0')}`;
const proofOf = (nik: string, key = KEY) =>
  createHmac('sha256', Buffer.from(key, 'base64url')).update(nik).digest('base64url');

const pmo = await openPmo({ env: { NIK_ATTESTATION_KEY: KEY } });
const { database, services, vault } = pmo;
const { attestations } = services;
const inTransaction = <T>(work: (em: ReturnType<typeof database.orm.em.fork>) => Promise<T>) =>
  database.orm.em.fork().transactional(work);

let last = 0;

/** New people with NIKs. */
const register = async (count: number) => {
  const people = Array.from({ length: count }, (_, index) => ({ id: uuidv7(), nik: nikOf(last + index) }));
  last += count;
  await database.pool.query(
    `insert into participant (id, status, name, birth_date, region_code, work_status, is_synthetic, registered_at)
    select id, 'VERIFIED', 'Siti', '1990-01-01', '32', 'JOB_SEEKER', true, now() from unnest($1::uuid[]) as id`,
    [people.map(({ id }) => id)],
  );
  await inTransaction(async (em) => {
    const records = people.map(({ id, nik }) => {
      const value = packIdentity({ nik: new Secret('nik', nik), kk: null, phone: null, email: null });
      return { ...identityPlace(id), value };
    });
    const sealed = await vault.seal(em, records);
    await database.pool.query(
      `insert into participant_identity (participant_id, sealed) select * from unnest($1::uuid[], $2::bytea[])`,
      [people.map(({ id }) => id), sealed],
    );
  });
  return people;
};

const AWARD = `insert into award_claim (participant_id, wave_number) select id, 1001 from unnest($1::uuid[]) as id`;

const told = async () => {
  const { rows } = await database.pool.query<{ data: { attestations: { participant: string; nikProof: string }[] } }>(
    `delete from event_outbox where type = 'pmo.identity.attested' returning data`,
  );
  return rows.map(({ data }) => data.attestations);
};

const request = (participants: string[]) => inTransaction((em) => attestations.request(em, { participants }));

test('whoever is awarded is attested once, a thousand people an event', async () => {
  const people = await register(1_200);
  await database.pool.query(AWARD, [people.map(({ id }) => id)]);
  // Two processes share the work.
  const counts = await Promise.all([attestations.attest(), attestations.attest()]);
  expect(counts.reduce((sum, count) => sum + count)).toBe(1_200);
  const chunks = await told();
  expect(chunks.length).toBeLessThanOrEqual(3);
  expect(new Map(chunks.flat().map(({ participant, nikProof }) => [participant, nikProof]))).toEqual(
    new Map(people.map(({ id, nik }) => [id, proofOf(nik)])),
  );
  expect(await attestations.attest()).toBe(0);
  expect(await told()).toEqual([]);
});

test('payments may ask for anyone, again too; the proof is the same', async () => {
  const [siti] = await register(1);
  const { id = '', nik = '' } = siti ?? {};
  for (let time = 0; time < 2; time += 1) {
    await request([id, id, uuidv7()]);
    expect(await attestations.attest()).toBe(1);
    expect(await told()).toEqual([[{ participant: id, nikProof: proofOf(nik) }]]);
  }
});

test('who was erased is attested no more, and keeps no row', async () => {
  const [siti, budi] = await register(2);
  await request([siti?.id ?? '', budi?.id ?? '']);
  const erase = eraser({ vault, erasure: erasureOf(features) });
  await inTransaction((em) => erase(em, { participants: [siti?.id ?? ''] }));
  await request([siti?.id ?? '']);
  await attestations.attest();
  expect((await told()).flat().map(({ participant }) => participant)).toEqual([budi?.id]);
});

test('while the key is rotated everyone is attested under both, who was before too', async () => {
  const NEXT_KEY = Buffer.alloc(32, 'next').toString('base64url');
  const rotated = new AttestationService({
    database,
    vault,
    outbox: services.outbox,
    now: () => new Date(),
    proofs: new NikProofs(`${KEY},${NEXT_KEY}`),
  });
  const people = await register(600);
  const ids = people.map(({ id }) => id);
  await request(ids);
  await attestations.attest();
  await told();
  // Two processes look at once; what is done is not done again.
  await Promise.all([rotated.attestUnderAll(), rotated.attestUnderAll()]);
  await rotated.attest();
  const chunks = await told();
  for (const chunk of chunks) expect(chunk.length).toBeLessThanOrEqual(1_000);
  const both = chunks.flat().filter(({ participant }) => ids.includes(participant));
  const proofs = people.flatMap(({ id, nik }) => [`${id} ${proofOf(nik)}`, `${id} ${proofOf(nik, NEXT_KEY)}`]);
  expect(both.map(({ participant, nikProof }) => `${participant} ${nikProof}`).toSorted()).toEqual(proofs.toSorted());
  expect([await rotated.attestUnderAll(), await rotated.attest()]).toEqual([0, 0]);
  // A process that has not heard of the new key attests under the old one: the next look finds it.
  await request(ids.slice(0, 1));
  await attestations.attest();
  expect(await rotated.attestUnderAll()).toBe(1);
  await rotated.attest();
  await told();
});

test('neither the events nor what is printed hold a NIK or the key', async () => {
  const [siti] = await register(1);
  await request([siti?.id ?? '']);
  await attestations.attest();
  const text = JSON.stringify(await told()) + inspect(attestations, { depth: 9, showHidden: true });
  expect(text).not.toContain(siti?.nik);
  expect(text).not.toContain(KEY);
});
