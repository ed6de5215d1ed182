import { clientKey } from './client-key.ts';
import { rowsOf } from './people.ts';

const SIGN = `with held as (select certificate.*, institution_id,
      translate(encode(sha256(certificate.id::text::bytea), 'base64'), '+/=', '-_') as key,
      array_fill('BASIC'::text, array[cardinality(skills)]) as each_level
    from certificate join course on course.id = course_id where certificate.id = $1),
  opened as (insert into status_list (number, opened_at) values (1, now()) on conflict do nothing),
  placed as (insert into status_entry (list_number, place, certificate_id, is_revoked)
    select 1, floor(random() * 131072)::int, id, true from held on conflict do nothing),
  known as (insert into certificate_key (kid, institution_id, jwk, valid_from, registered_at)
    select key, institution_id, $3, now(), now() from held on conflict do nothing),
  drafted as (insert into certificate_draft (participant_id, enrollment_id, certificate_id, course_id, course_version,
      score, skills, levels, salt, claims, drafted_at)
    select participant_id, enrollment_id, id, course_id, course_version, score, skills, each_level,
      sha256(id::text::bytea), '{}', now() from held on conflict do nothing)
  update certificate set levels = each_level, credential = $2, kid = key, status = 'REVOKED',
      revoked_at = greatest(now(), certificate.issued_at), revocation_reason = 'Matriks'
    from held where certificate.id = held.id and certificate.status = 'VALID'`;

/** Signs the seeded certificate of a person and revokes it: none of its fields is null then. */
export const signAndRevoke = async (certificate: string) => {
  const claims = { name: 'Matriks', issuer: { name: 'Matriks' }, validFrom: '2026-01-01T00:00:00Z' };
  const credential = `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.e30`;
  const { kid: _, ...jwk } = (await clientKey('matrix')).jwk;
  await rowsOf('training', SIGN, [certificate, credential, JSON.stringify(jwk)]);
};
