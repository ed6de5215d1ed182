import { declareMutation } from '../../kit/mutation.ts';
import { transition as courseTransition } from '../course/index.ts';
import { AssessmentLayer } from './curation.kind.ts';
import { refusals } from './curation.refusal.ts';
import { AssessmentType, DecisionType, ReportType } from './curation.type.ts';
import { type MonitoringOutcome, statusAfter } from './monitoring.service.ts';

const version = [refusals.versionUnknown(), refusals.versionDecided(), refusals.conflict()];

const indicator = [refusals.indicatorUnknown([]), refusals.indicatorRepeated([])];

export const assessCourse = declareMutation({
  name: 'assessCourse',
  does: 'Assesses a version of a course by the list of indicators, once in each layer: the platform that sells it, then the programme office, then an independent assessor; the layer is that of the caller.',
  takes: 'the scope `course:assess`, or `course:publish` for the platform itself',
  refusals: [
    refusals.mayNotAssess(),
    ...version,
    refusals.layerNotYet(AssessmentLayer.PMO),
    refusals.assessed(),
    ...indicator,
    refusals.indicatorMissing('ATTENDANCE_KEPT'),
    refusals.score([]),
    refusals.comment([]),
  ],
  weight: 10,
  payload: {
    description: 'The assessment, or why there is none.',
    field: 'assessment',
    type: () => AssessmentType,
    fieldDescription: 'The assessment; it cannot be changed.',
  },
});

export const decideCourse = declareMutation({
  name: 'decideCourse',
  does: 'Decides about a version: approved, it goes on sale once all layers have assessed it; sent back, its platform reads what to mend. Who assessed does not decide.',
  takes: 'the scope `course:monitor`',
  refusals: [
    refusals.mayNotMonitor(),
    ...version,
    refusals.reason(),
    refusals.mendMissing(),
    refusals.mendMalformed([]),
    ...indicator,
    refusals.incomplete(AssessmentLayer.ASSESSOR),
    refusals.scoresTooLow('NOT_A_BUNDLE'),
    refusals.priceAboveOutside(),
    refusals.freeOutside(),
    refusals.tooShort(15),
    refusals.institutionTooYoung(1),
  ],
  weight: 10,
  payload: {
    description: 'The decision, or why there is none.',
    field: 'decision',
    type: () => DecisionType,
    fieldDescription: 'The decision.',
  },
});

const move = (name: string, does: string, outcome: MonitoringOutcome) =>
  declareMutation({
    name,
    does: `${does} Who assessed the course does not monitor it.`,
    takes: 'the scope `course:monitor`',
    refusals: [
      refusals.mayNotMonitor(),
      refusals.courseUnknown(),
      refusals.reason(),
      refusals.conflict(),
      courseTransition.refusal(statusAfter[outcome], statusAfter[outcome]),
    ],
    weight: 10,
    payload: {
      description: 'The decision, or why the course was not moved.',
      field: 'decision',
      type: () => DecisionType,
      fieldDescription: 'The decision, with the reason that the platform and the institution read.',
    },
  });

export const watchCourse = move(
  'watchCourse',
  'Brings a course under closer monitoring; it is sold on.',
  'WATCHED' as MonitoringOutcome,
);

export const suspendCourse = move(
  'suspendCourse',
  'Stops the sale of a course until a finding is settled. Classes that have begun are finished; those to come are cancelled, and who had paid is refunded.',
  'SUSPENDED' as MonitoringOutcome,
);

export const resumeCourse = move(
  'resumeCourse',
  'Lets a course that is watched or suspended go on; figures do not bring it under watch again for as long as they look back.',
  'RESUMED' as MonitoringOutcome,
);

export const delistCourse = move(
  'delistCourse',
  'Takes a course off the sale; its platform may submit it anew. Classes that have begun are finished; those to come are cancelled, and who had paid is refunded.',
  'DELISTED' as MonitoringOutcome,
);

export const reportCourse = declareMutation({
  name: 'reportCourse',
  does: 'Complains about a course in which the caller has taken part: once a course, and a few times a month.',
  takes: 'the scope `self`',
  refusals: [
    refusals.mayNotReport(),
    refusals.reportText(),
    refusals.tookNoPart(),
    refusals.reported(),
    refusals.tooManyReports(5, 30),
  ],
  weight: 10,
  payload: {
    description: 'The complaint, or why there is none.',
    field: 'report',
    type: () => ReportType,
    fieldDescription: 'The complaint. The provider does not learn whose it is.',
  },
});
