import { type BadCall, type BadCallRows, callsOf, NOBODY } from './bad-call.ts';
import { clientOf, pijar } from './catalogue.ts';
import { assessors, officer, scores } from './curation.ts';
import { idOf, organizations } from './training.ts';

const institution = clientOf(organizations.satu);

/** Calls of assessors and officers that are refused. */
export const curationCalls = ({ submitted }: BadCallRows): BadCall[] => {
  const assessed = (change: object) => ({ course: submitted, version: 1, scores: [], ...change });
  const decided = (change: object) => ({ course: submitted, version: 1, isApproved: true, ...change });
  const score = { indicator: 'SYLLABUS_STRUCTURED', score: 4 };
  return [
    ...callsOf('assessCourse', assessors.ASSESSOR, [
      ['an assessment before the platform’s', assessed({}), 'LAYER_NOT_YET version'],
    ]),
    ...callsOf('assessCourse', pijar, [
      ['an assessment of no course', assessed({ course: NOBODY }), 'COURSE_VERSION_UNKNOWN version'],
      ['an assessment of version 99', assessed({ version: 99 }), 'COURSE_VERSION_UNKNOWN version'],
      ['an assessment without scores', assessed({}), 'INDICATOR_MISSING scores'],
      [
        'an unknown indicator',
        assessed({ scores: [{ indicator: 'BEAUTY', score: 4 }] }),
        'INDICATOR_UNKNOWN scores.0.indicator',
      ],
      ['an indicator twice', assessed({ scores: [score, score] }), 'INDICATOR_REPEATED scores.1.indicator'],
      ['a score of 99', assessed({ scores: scores({ SYLLABUS_STRUCTURED: 99 }) }), 'SCORE_OUT_OF_RANGE scores.0.score'],
      ['a comment of one letter', assessed({ comment: 'x' }), 'COMMENT_MALFORMED comment'],
    ]),
    ...callsOf('decideCourse', officer('petugas-1'), [
      ['a decision on no course', decided({ course: NOBODY }), 'COURSE_VERSION_UNKNOWN version'],
      ['an approval before the assessments', decided({}), 'ASSESSMENT_INCOMPLETE version'],
      ['a refusal without a reason', decided({ isApproved: false }), 'REASON_MALFORMED reason'],
      [
        'a refusal that says nothing to mend',
        decided({ isApproved: false, reason: 'Perbaiki silabus.' }),
        'MEND_MISSING mend',
      ],
    ]),
    ...['watchCourse', 'suspendCourse', 'delistCourse', 'resumeCourse'].flatMap((mutation) =>
      callsOf(mutation, officer('petugas-1'), [
        [`${mutation} without a reason`, { course: idOf(11), reason: '' }, 'REASON_MALFORMED reason'],
        [`${mutation} of no course`, { course: NOBODY, reason: 'Banyak keluhan.' }, 'COURSE_UNKNOWN course'],
      ]),
    ),
    ...callsOf('resumeCourse', officer('petugas-1'), [
      ['a course that goes on is resumed', { course: idOf(11), reason: 'Sudah baik.' }, 'COURSE_TRANSITION_ILLEGAL '],
    ]),
  ];
};

/** Profiles that are refused. */
export const profileCalls = (): BadCall[] => {
  const profile = (change: object, expectedVersion = 1) => ({
    expectedVersion,
    input: {
      taxNumber: '0012345678901000',
      legalForm: 'LIMITED_COMPANY',
      established: '2015-01-05',
      provinces: ['32'],
      ...change,
    },
  });
  return [
    ...callsOf('updatePlatformProfile', pijar, [
      ['a tax number of letters', profile({ taxNumber: 'NPWP' }), 'TAX_NUMBER_MALFORMED input.taxNumber'],
      ['a platform of tomorrow', profile({ established: '2999-01-01' }), 'ESTABLISHED_IMPOSSIBLE input.established'],
      [
        'an accreditation of one letter',
        profile({ accreditation: 'A' }),
        'ACCREDITATION_MALFORMED input.accreditation',
      ],
      ['a province that is none', profile({ provinces: ['99'] }), 'PROVINCE_UNKNOWN input.provinces.0'],
      ['a profile of another version', profile({}, 7), 'VERSION_CHANGED expectedVersion'],
    ]),
    ...callsOf('updateInstitutionProfile', institution, [
      ['a seat that is no place', profile({ seat: 'Bandung' }, 0), 'REGION_MALFORMED input.seat'],
    ]),
  ];
};
