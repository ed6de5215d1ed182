import type { ClassType } from 'type-graphql';
import { declareMutation } from '../../kit/mutation.ts';
import { refusals as publisherRefusals } from '../organization/index.ts';
import { limits } from './content.check.ts';
import { faults } from './content.refusal.ts';
import { CourseType } from './course.type.ts';
import { refusals } from './import.refusal.ts';
import { CatalogueWithdrawalType, ImportedCourseType, ItemProblemType } from './import.type.ts';

const path = ['course'];
const takes = "the scope `course:publish` and a platform's token";

const ofPublisher = [publisherRefusals.profileMissing(), publisherRefusals.provincesTooFew(10, 26)];

const ofContent = [
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
  faults.languageMalformed(path),
  faults.priceOutOfRange(path, limits.price),
  faults.freeOutside(path),
  faults.priceAboveOutside(path),
  faults.unitsOutOfRange(path, limits.units),
  faults.unitHoursOutOfRange(path, limits.unitHours),
  faults.durationOutOfRange(path, limits.hours),
  faults.durationDiffers(path, 15),
  faults.outcomesOutOfRange(path, limits.outcomes),
  faults.skillRepeated(path),
  faults.skillUnknown(path),
  faults.institutionUnknown(path),
  faults.institutionNotServing(path),
  faults.urlMalformed(path),
];

export const submitCourse = declareMutation<CourseType>({
  name: 'submitCourse',
  does: 'Submits a course for assessment, or other content of one: a new version. What is on sale stays until the new version is approved.',
  takes,
  refusals: [refusals.forbidden(), refusals.notAPlatform(), ...ofPublisher, ...ofContent],
  isKeyed: true,
  weight: 20,
  payload: {
    description: 'The course, or why it was rejected.',
    field: 'course',
    type: () => CourseType as ClassType<CourseType>,
    fieldDescription: 'The course; `versions` has what was submitted.',
    others: {
      problems: {
        type: () => [ItemProblemType],
        description: 'All that is wrong with it; `refusal` is the first of them.',
      },
    },
  },
});

export const importCourses = declareMutation<ImportedCourseType[]>({
  name: 'importCourses',
  does: 'Submits up to 1,000 courses, as of the file that names them, each with an answer of its own: its problems have the codes of `submitCourse`. The same content again is UNCHANGED, and an older file changes nothing.',
  takes,
  refusals: [
    refusals.forbidden(),
    refusals.notAPlatform(),
    ...ofPublisher,
    refusals.coursesOutOfRange(1_000),
    refusals.asOfInFuture(),
  ],
  isKeyed: true,
  weight: 200,
  payload: {
    description: 'What became of each course, or why none was looked at.',
    field: 'items',
    type: () => [ImportedCourseType],
    fieldDescription: 'One answer for each course, in the order in which they were sent.',
  },
});

export const withdrawMissingCourses = declareMutation<CatalogueWithdrawalType>({
  name: 'withdrawMissingCourses',
  does: 'Withdraws your courses that a full file does not name, after `importCourses` has taken all of it. Who has paid goes on learning.',
  takes,
  refusals: [
    refusals.forbidden(),
    refusals.notAPlatform(),
    refusals.asOfInFuture(),
    refusals.keptTooMany(1_000),
    refusals.importIncomplete({ expected: 100, named: 90 }),
    refusals.withdrawalTooLarge({ missing: 12, live: 100 }),
  ],
  isKeyed: true,
  weight: 200,
  payload: {
    description: 'How many courses were withdrawn, or why none was.',
    field: 'withdrawal',
    type: () => CatalogueWithdrawalType,
    fieldDescription: 'What was withdrawn.',
  },
});
