import { OnlineIndexes } from '../../kit/online-index.ts';

/** What waits and what is disputed, by the NIK: all rows of one are made anew together when the index key is rotated. */
export class IndexesByNik extends OnlineIndexes {
  protected readonly indexes = [
    { name: 'unconfirmed_identity_nik_ix', table: 'unconfirmed_identity', on: '(nik_index)' },
    { name: 'identity_dispute_nik_ix', table: 'identity_dispute', on: '(nik_index)' },
  ];
}
