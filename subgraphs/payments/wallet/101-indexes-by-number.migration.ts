import { OnlineIndexes } from '../../kit/online-index.ts';

/** Accounts by their number alone: all rows of one are made anew together when the index key is rotated. */
export class IndexesByNumber extends OnlineIndexes {
  protected readonly indexes = [
    { name: 'wallet_number_index_ix', table: 'wallet', on: '(number_index)' },
    { name: 'account_claim_number_index_ix', table: 'account_claim', on: '(number_index)' },
  ];
}
