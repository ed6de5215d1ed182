import type { Invariant } from '../../kit/invariant.ts';

const people = (kind: string, table: string, index: string) => `select '${kind}' as kind, mark, count(*) as accounts
  from shared_mark join ${table} on ${index} = mark where kind = '${kind}' group by mark`;

/** What officers are shown of accounts that have something in common. */
export const invariants: readonly Invariant[] = [
  {
    name: 'a mark that nobody has to be counted for is flagged with the accounts that have it',
    sql: `select kind, encode(mark, 'hex') as mark, shared_mark.accounts, found.accounts as found from shared_mark
      left join (
        ${people('PHONE', 'participant_identity', 'phone_index')}
        union all ${people('EMAIL', 'participant_identity', 'email_index')}
        union all ${people('FAMILY_CARD', 'participant_identity', 'kk_index')}
        union all ${people('DEVICE', 'participant_device', 'device_index')}
      ) as found using (kind, mark)
      where found.accounts > shared_mark.accounts and shared_mark.accounts < 1000
        and not exists (select from shared_mark_due)`,
  },
];
