import { Arg, Ctx, Directive, ID, Resolver } from 'type-graphql';
import { bulk } from '../../kit/directives.ts';
import type { RequestContext } from '../../kit/feature.ts';
import { answer, Declared, IdempotencyKey } from '../../kit/mutation.ts';
import { DateTime } from '../../kit/scalars.ts';
import {
  recordAttendance,
  registerDevice,
  revokeDevice,
  submitAssessmentResult,
  syncOfflineAttendance,
} from './attendance.mutations.ts';
import { reportIn } from './attendance.report.ts';
import { type AttendanceService, MOST_RECORDS } from './attendance.service.ts';
import { AssessmentResultInput, AttendanceRecordInput } from './attendance.type.ts';
import { readDevice } from './device.loader.ts';
import type { DeviceService } from './device.service.ts';
import { RegisterDeviceInput } from './device.type.ts';
import type { ResultService } from './result.service.ts';
import { OfflineAttendanceInput } from './sync.input.ts';

interface Slice extends RequestContext {
  attendance: AttendanceService;
  attendanceDevices: DeviceService;
  results: ResultService;
}

@Resolver()
export class AttendanceResolver {
  @Declared(recordAttendance)
  async recordAttendance(
    @Directive(bulk(MOST_RECORDS))
    @Arg('records', () => [AttendanceRecordInput], { description: 'Who is there: 1 to 1,000 records.' })
    records: AttendanceRecordInput[],
    @Ctx() { em, attendance, language, caller, requestId }: Slice,
  ): Promise<object> {
    return answer(recordAttendance, language, async () =>
      reportIn(await attendance.record(em(), records, { caller, requestId }), language, ['records']),
    );
  }

  @Declared(syncOfflineAttendance)
  async syncOfflineAttendance(
    @Arg('input', () => OfflineAttendanceInput, { description: 'What the device signed.' })
    { deviceTime = null, ...input }: OfflineAttendanceInput,
    @Ctx() { em, attendance, language, caller, requestId }: Slice,
  ): Promise<object> {
    return answer(syncOfflineAttendance, language, async () => {
      const report = await attendance.sync(em(), { ...input, deviceTime }, { caller, requestId });
      return reportIn(report, language, ['input', 'records']);
    });
  }

  @Declared(registerDevice)
  async registerDevice(
    @Arg('input', () => RegisterDeviceInput, { description: 'The device.' }) input: RegisterDeviceInput,
    @IdempotencyKey() key: string,
    @Ctx() { em, database, attendanceDevices, language, caller }: Slice,
  ): Promise<object> {
    return answer(registerDevice, language, async () =>
      readDevice(database, await attendanceDevices.register(em(), input, { caller, key })),
    );
  }

  @Declared(revokeDevice)
  async revokeDevice(
    @Arg('id', () => ID, { description: "The device's id." }) id: string,
    @Arg('from', () => DateTime, {
      nullable: true,
      description: 'Since when it is not to be trusted, such as when it was lost; now when left out.',
    })
    from: Date | null,
    @Ctx() { em, database, attendanceDevices, language, caller }: Slice,
  ): Promise<object> {
    return answer(revokeDevice, language, async () =>
      readDevice(database, await attendanceDevices.revoke(em(), id, { caller, from: from ?? null })),
    );
  }

  @Declared(submitAssessmentResult)
  async submitAssessmentResult(
    @Arg('input', () => AssessmentResultInput, { description: 'The attempt and its score.' })
    input: AssessmentResultInput,
    @Ctx() { em, results, language, caller, requestId }: Slice,
  ): Promise<object> {
    return answer(submitAssessmentResult, language, () => results.submit(em(), input, { caller, requestId }));
  }
}
