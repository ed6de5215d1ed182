import { OnlineIndexes } from '../../kit/online-index.ts';

// People register while it is built, of whom there are millions. By the later of the two dates, as the policy reckons.
export class HolderBirthdays extends OnlineIndexes {
  protected readonly indexes = [
    {
      name: 'participant_holder_birth_ix',
      table: 'participant',
      on: `(greatest(birth_date, nik_birth_date)) where status in ('RECIPIENT', 'ACTIVE', 'ALUMNI')`,
    },
  ];
}
