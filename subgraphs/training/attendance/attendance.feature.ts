import type { Tell } from '../../kit/facts.ts';
import { defineFeature, type Kit } from '../../kit/feature.ts';
import { daily } from '../../kit/periodic.ts';
import { Attendance } from './027-attendance.migration.ts';
import {
  AssessmentResultEntity,
  AttendanceDeviceEntity,
  AttendanceEntity,
  CodeSecretEntity,
  CodeTryEntity,
  FirstCourseEntity,
  LearningOutcomeEntity,
} from './attendance.entity.ts';
import { courseCompleted } from './attendance.events.ts';
import { invariants } from './attendance.invariants.ts';
import { attendanceLoaders } from './attendance.loader.ts';
import {
  recordAttendance,
  registerDevice,
  revokeDevice,
  submitAssessmentResult,
  syncOfflineAttendance,
} from './attendance.mutations.ts';
import { AttendanceResolver } from './attendance.resolver.ts';
import { AttendanceService } from './attendance.service.ts';
import { CompletionService } from './completion.service.ts';
import { DeviceService } from './device.service.ts';
import { LearnerResolver } from './learner.resolver.ts';
import { ResultService } from './result.service.ts';

const anonymous = 'it names the person by an id alone, which leads to nobody once pmo has erased them';

export const attendance = defineFeature({
  name: 'attendance',
  entities: [
    CodeSecretEntity,
    AttendanceDeviceEntity,
    AttendanceEntity,
    CodeTryEntity,
    AssessmentResultEntity,
    LearningOutcomeEntity,
    FirstCourseEntity,
  ],
  resolvers: [AttendanceResolver, LearnerResolver],
  mutations: [recordAttendance, syncOfflineAttendance, registerDevice, revokeDevice, submitAssessmentResult],
  services: ({ database, outbox, now, tell }: Kit & { tell: Tell }) => {
    const completion = new CompletionService({ database, outbox, tell, now });
    return {
      completion,
      attendance: new AttendanceService({ completion, now }),
      attendanceDevices: new DeviceService({ now }),
      results: new ResultService({ completion, now }),
    };
  },
  loaders: attendanceLoaders,
  work: ({ completion, log }: Kit & { completion: CompletionService }) => [
    daily(() => completion.closeClasses(), { log, failure: 'classes that are over were not closed' }),
  ],
  publishes: [courseCompleted],
  migrations: [{ name: '027-attendance', class: Attendance }],
  invariants,
  erasure: [
    { table: 'attendance', keeps: anonymous },
    { table: 'code_try', keeps: anonymous },
    { table: 'assessment_result', keeps: anonymous },
    { table: 'learning_outcome', keeps: anonymous },
    { table: 'first_course', keeps: anonymous },
  ],
});
