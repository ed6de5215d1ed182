import { OnlineIndexes } from '../../kit/online-index.ts';

// For lists of people by how far they have come, everywhere and in one regency: each page is one descent.
export class ParticipantLists extends OnlineIndexes {
  protected readonly indexes = [
    { name: 'participant_status_ix', table: 'participant', on: '(status, id)' },
    { name: 'participant_region_status_ix', table: 'participant', on: '(region_code, status, id)' },
  ];
}
