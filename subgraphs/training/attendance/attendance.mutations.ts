import { declareMutation } from '../../kit/mutation.ts';
import { mayNotRecord } from './attendance.policy.ts';
import { callRefusals, refusals } from './attendance.refusal.ts';
import { MOST_RECORDS } from './attendance.service.ts';
import { AttendanceReportType, LearningStandingType } from './attendance.type.ts';
import { refusals as deviceRefusals } from './device.refusal.ts';
import { MOST_DAYS, MOST_DEVICES } from './device.service.ts';
import { AttendanceDeviceType } from './device.type.ts';
import { refusals as resultRefusals } from './result.refusal.ts';

const takes = "the scope `attendance:record`, for courses of one's own institution";

const ofRecords = [
  refusals.enrollmentUnknown(),
  refusals.notRedeemed(),
  refusals.ended(),
  refusals.sessionUnknown(),
  refusals.classCancelled(),
  refusals.tooEarly(),
  refusals.tooLate(),
  refusals.codeWrong(),
  refusals.codeLocked(),
  refusals.repeated(),
];

const report = { field: 'report', type: () => AttendanceReportType, fieldDescription: 'What became of each record.' };

export const recordAttendance = declareMutation({
  name: 'recordAttendance',
  does: 'Records people who are in a session now, each by their code of that session: from one hour before to one hour after its start. Answers record by record; a record that was made before changes nothing, so that a call can be repeated.',
  takes,
  refusals: [mayNotRecord(), callRefusals.count(MOST_RECORDS), ...ofRecords],
  weight: 50,
  payload: { ...report, description: 'What became of the records, or why none was read.' },
});

export const syncOfflineAttendance = declareMutation({
  name: 'syncOfflineAttendance',
  does: "Records what a device of the institution signed without a network, up to 14 days after the session. Each record brings the person's code of that session: a device's signature alone proves nobody's attendance. Answers record by record; a record that was made before changes nothing, so that a call can be repeated.",
  takes,
  refusals: [
    mayNotRecord(),
    callRefusals.count(MOST_RECORDS),
    callRefusals.deviceUnknown(['input', 'deviceId']),
    callRefusals.signature(),
    ...ofRecords,
    refusals.scheduleDifferent(),
    refusals.syncTooLate(),
    refusals.clockAhead(),
    refusals.clockWrong(),
    refusals.deviceNotValid(),
  ],
  weight: 50,
  payload: { ...report, description: 'What became of the records, or why none was read.' },
});

const device = { field: 'device', type: () => AttendanceDeviceType };

export const registerDevice = declareMutation({
  name: 'registerDevice',
  does: 'Registers a device of the institution by the public part of its key: from now on it can sign records of attendance (`syncOfflineAttendance`). A device whose key ends gets a new pair and is registered anew.',
  takes,
  refusals: [
    mayNotRecord(),
    deviceRefusals.name(),
    deviceRefusals.keyMalformed('`kty` is wrong or missing'),
    deviceRefusals.privateKeySent(),
    deviceRefusals.keyUsed(),
    deviceRefusals.validity(MOST_DAYS),
    deviceRefusals.institutionUnknown(),
    deviceRefusals.limit(MOST_DEVICES),
  ],
  isKeyed: true,
  weight: 20,
  payload: { ...device, description: 'The device, or why it was not registered.', fieldDescription: 'The device.' },
});

export const revokeDevice = declareMutation({
  name: 'revokeDevice',
  does: 'Revokes a device, such as a lost one: records that it made from `from` on, or from now on, are refused. What it made before counts.',
  takes,
  refusals: [mayNotRecord(), callRefusals.deviceUnknown(['id']), deviceRefusals.revokedInFuture()],
  weight: 20,
  payload: { ...device, description: 'The device, or why it was not revoked.', fieldDescription: 'The device.' },
});

export const submitAssessmentResult = declareMutation({
  name: 'submitAssessmentResult',
  does: "Keeps the score of one attempt at a course's final assessment. Which attempt counts, how many there are, and what passes, says the rule of the day on which the seat was reserved. A repeated call changes nothing.",
  takes,
  refusals: [
    mayNotRecord(),
    refusals.enrollmentUnknown(),
    refusals.notRedeemed(),
    refusals.ended(),
    resultRefusals.score(),
    resultRefusals.attempt(3),
    resultRefusals.takenAt(),
    resultRefusals.submitted(),
  ],
  weight: 20,
  payload: {
    field: 'standing',
    type: () => LearningStandingType,
    description: 'How far the person has come, or why nothing was kept.',
    fieldDescription: 'How far the person has come with this result.',
  },
});
