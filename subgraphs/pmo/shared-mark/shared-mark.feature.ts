import { z } from 'zod';
import { jsonOf } from '../../kit/env.ts';
import { defineFeature, type Kit } from '../../kit/feature.ts';
import type { FencedWork } from '../../kit/fenced-work.ts';
import { SharedMarks } from './109-shared-marks.migration.ts';
import { MarksToCount } from './110-marks-to-count.migration.ts';
import { ParticipantDeviceEntity, SharedMarkDueEntity, SharedMarkEntity } from './shared-mark.entity.ts';
import { invariants } from './shared-mark.invariants.ts';
import { usualLimits } from './shared-mark.kind.ts';
import { sharedMarkLoaders } from './shared-mark.loader.ts';
import { SharedMarkResolver } from './shared-mark.resolver.ts';
import { sharedMarksOf } from './shared-mark.work.ts';

const limit = z.int().min(1).max(999).optional();

/** Accounts that may have the same phone, e-mail address, family card or device before officers are shown it. */
const env = z.object({
  SHARED_MARK_LIMITS: jsonOf(
    z.strictObject({ PHONE: limit, EMAIL: limit, FAMILY_CARD: limit, DEVICE: limit }),
  ).optional(),
});

type Needs = Omit<Kit, 'env'> & { env: z.infer<typeof env> };

export const sharedMark = defineFeature({
  name: 'shared-mark',
  env,
  entities: [SharedMarkEntity, SharedMarkDueEntity, ParticipantDeviceEntity],
  resolvers: [SharedMarkResolver],
  services: ({ env: { SHARED_MARK_LIMITS = {} }, database, log, now }: Needs) => {
    const given = Object.entries(SHARED_MARK_LIMITS).filter(([, most]) => most !== undefined);
    const markLimits = { ...usualLimits, ...Object.fromEntries(given) };
    return { markLimits, sharedMarks: sharedMarksOf({ database, log, now, limits: markLimits }) };
  },
  loaders: sharedMarkLoaders,
  work: ({ sharedMarks }: { sharedMarks: FencedWork }) => [sharedMarks],
  migrations: [
    { name: '109-shared-marks', class: SharedMarks },
    { name: '110-marks-to-count', class: MarksToCount },
  ],
  invariants,
  erasure: [
    {
      table: 'participant_device',
      statement: 'delete from participant_device where participant_id = any($1::uuid[])',
    },
    { table: 'shared_mark_due', keeps: 'it holds a person for seconds, until their marks are counted' },
  ],
});
