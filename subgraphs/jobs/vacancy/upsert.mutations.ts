import { declareMutation } from '../../kit/mutation.ts';
import { faults } from './content.refusal.ts';
import { refusals } from './upsert.refusal.ts';
import { UpsertedVacancyType, VacancyWithdrawalType } from './upsert.type.ts';
import { limits } from './vacancy.check.ts';
import { transition, VacancyStatus } from './vacancy.status.ts';

const path = ['input', 'items'];
const takes = "the scope `vacancy:publish` and a job portal's token";

const ofCaller = [refusals.forbidden(), refusals.notAPortal(), refusals.portalSuspended()];

/** What a single vacancy may be rejected for. */
export const itemRefusals = [
  faults.referenceMalformed(path),
  faults.referenceSpoiled(path),
  faults.referenceRepeated(path, 0),
  faults.textEmpty(path),
  faults.textTooShort(path, 5),
  faults.textTooLong(path, 150),
  faults.textMalformed(path),
  faults.textHasMarkup(path),
  faults.textIsCellError(path),
  faults.textIsFormula(path),
  faults.textWronglyDecoded(path),
  faults.textIsPlaceholder(path),
  faults.textWithoutLetters(path),
  faults.occupationUnknown(path),
  faults.regionMissing(path),
  faults.regencyUnknown(path),
  faults.payOutOfRange(path, limits.pay),
  faults.payReversed(path),
  faults.requirementsOutOfRange(path, limits.requirements),
  faults.weightOutOfRange(path, limits.weight),
  faults.skillRepeated(path),
  faults.skillUnknown(path),
  faults.openUntilPast(path),
  faults.openUntilTooFar(path, '2027-11-29'),
  faults.openingsOutOfRange(path, limits.openings),
  faults.urlMalformed(path),
  transition.refusal(VacancyStatus.FILLED, VacancyStatus.OPEN),
];

export const upsertVacancies = declareMutation<UpsertedVacancyType[]>({
  name: 'upsertVacancies',
  does: 'Publishes up to 1,000 vacancies of your portal, or other content of them, each with an answer of its own and recognised by your reference: the same call again changes nothing, and what was written earlier never overwrites what was written later.',
  takes,
  refusals: [
    ...ofCaller,
    refusals.vacanciesOutOfRange(1_000),
    refusals.writtenInFuture(['input', 'writtenAt']),
    ...itemRefusals,
  ],
  weight: 200,
  payload: {
    description: 'What became of each vacancy, or why none was looked at.',
    field: 'results',
    type: () => [UpsertedVacancyType],
    fieldDescription: 'One answer for each vacancy, in the order in which they were sent.',
  },
});

export const withdrawMissingVacancies = declareMutation<VacancyWithdrawalType>({
  name: 'withdrawMissingVacancies',
  does: 'Closes your vacancies that a full file does not name, after `upsertVacancies` has taken all of it under the same `writtenAt`.',
  takes,
  refusals: [
    ...ofCaller,
    refusals.writtenInFuture(['writtenAt']),
    refusals.keptTooMany(1_000),
    refusals.fileIncomplete({ expected: 100, named: 90 }),
    refusals.tooManyMissing({ missing: 12, live: 100 }),
  ],
  weight: 200,
  payload: {
    description: 'How many vacancies were closed, or why none was.',
    field: 'withdrawal',
    type: () => VacancyWithdrawalType,
    fieldDescription: 'What was closed.',
  },
});
