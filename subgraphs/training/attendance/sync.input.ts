import { Directive, Field, ID, InputType } from 'type-graphql';
import { bulk } from '../../kit/directives.ts';
import { DateTime } from '../../kit/scalars.ts';
import { MOST_RECORDS } from './attendance.service.ts';
import { OfflineRecordInput } from './attendance.type.ts';

@InputType('OfflineAttendanceInput', { description: 'Records of attendance that a device made without a network.' })
export class OfflineAttendanceInput {
  @Field(() => ID, { description: 'The device that made and signed them.' })
  deviceId!: string;

  @Field(() => String, {
    description:
      'A detached JWS (RFC 7515, appendix F) with ES256: `header..signature`, over the canonical JSON (RFC 8785) of `{"device": deviceId, "records": [{"at", "code", "enrollmentId", "scheduleId", "session"}]}`, with `at` in UTC and milliseconds (`2026-11-21T02:00:00.000Z`).',
  })
  signature!: string;

  @Field(() => DateTime, {
    nullable: true,
    description:
      "What the device's clock shows while it sends: a clock that is wrong is found by it. Leave it out when another machine sends what the device signed.",
  })
  deviceTime?: Date | null;

  @Directive(bulk(MOST_RECORDS))
  @Field(() => [OfflineRecordInput], { description: 'The records, as they were signed: 1 to 1,000.' })
  records!: OfflineRecordInput[];
}
