import { declareMutation } from '../../kit/mutation.ts';
import { refusals } from './schedule.refusal.ts';
import { ScheduleStatus, transition } from './schedule.status.ts';
import { ScheduleType } from './schedule.type.ts';

const { PUBLISHED, CANCELLED } = ScheduleStatus;

const takes = 'the scope `course:publish`, for a course that your organisation sells or teaches';

const ofSessions = [
  refusals.sessionCount(),
  refusals.sessionPast(0),
  refusals.sessionFar(0),
  refusals.sessionTimes(0),
  refusals.sessionOrder(1),
  refusals.dayFull(1),
  refusals.province('32', '2023-01-15'),
];

export const publishSchedule = declareMutation({
  name: 'publishSchedule',
  does: 'Publishes a class of a course that is on offer: from then on its seats are sold.',
  takes,
  refusals: [
    refusals.forbidden(),
    refusals.courseUnknown(),
    refusals.courseNotOffered(),
    refusals.seats(),
    refusals.instructor(),
    refusals.placeMissing(),
    refusals.placeForeign(),
    ...ofSessions,
  ],
  isKeyed: true,
  weight: 20,
  payload: {
    description: 'The class, or why there is none.',
    field: 'schedule',
    type: () => ScheduleType,
    fieldDescription: 'The class, PUBLISHED.',
  },
});

export const rescheduleClass = declareMutation({
  name: 'rescheduleClass',
  does: 'Gives a class that has not begun other sessions; who holds a seat keeps it.',
  takes,
  refusals: [
    refusals.forbidden(),
    refusals.unknown(['input', 'id']),
    transition.refusal(CANCELLED, PUBLISHED),
    refusals.begun(),
    ...ofSessions,
  ],
  weight: 20,
  payload: {
    description: 'The class, or why its times stay.',
    field: 'schedule',
    type: () => ScheduleType,
    fieldDescription: 'The class with its new times.',
  },
});
