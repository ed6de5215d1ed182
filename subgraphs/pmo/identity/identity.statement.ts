/** Writes the common table expression that gives up the NIK of a person, if `condition` holds; answers whose it was. */
export const releaseNik = (person: string, condition: string): string =>
  `delete from nik_claim using ${person}
    where nik_claim.participant_id = ${person}.id and ${condition} returning participant_id`;

/** Writes the common table expression that keeps the sealed records of new people, with what they are found by. */
export const insertIdentity = (records: string): string =>
  `insert into participant_identity (participant_id, sealed, kk_index, phone_index, email_index) ${records}`;

/** The same for people who may have a record: it is replaced. */
export const putIdentity = (records: string): string => `${insertIdentity(records)}
    on conflict (participant_id) do update set sealed = excluded.sealed, kk_index = excluded.kk_index,
      phone_index = excluded.phone_index, email_index = excluded.email_index`;

const claimNik = (claims: string, basis: 'REGISTRY' | 'DISPUTE') =>
  `insert into nik_claim (nik_index, participant_id, confirmed_at, basis)
    select claims.*, '${basis}' from (${claims}) as claims on conflict do nothing`;

/** Writes the common table expression that claims NIKs which the civil registry has confirmed; each once, for ever. */
export const confirmNik = (claims: string): string => claimNik(claims, 'REGISTRY');

/** The same for NIKs that officers have given to people in a dispute. */
export const giveNik = (claims: string): string => claimNik(claims, 'DISPUTE');
