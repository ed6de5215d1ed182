import type { Rule } from '../rule.ts';
import { bodySwapped } from './body-swapped.rule.ts';
import { deadline } from './deadline.rule.ts';
import { entityOrder } from './entity-order.rule.ts';
import { entityPage } from './entity-page.rule.ts';
import { entityUnknown } from './entity-unknown.rule.ts';
import { errorShape } from './error-shape.rule.ts';
import { expired } from './expired.rule.ts';
import { forgedCaller } from './forged-caller.rule.ts';
import { health } from './health.rule.ts';
import { hostileInput } from './hostile-input.rule.ts';
import { latency } from './latency.rule.ts';
import { load } from './load.rule.ts';
import { otherAudience } from './other-audience.rule.ts';
import { otherPath } from './other-path.rule.ts';
import { pagination } from './pagination.rule.ts';
import { partialSignature } from './partial-signature.rule.ts';
import { personalData } from './personal-data.rule.ts';
import { replayed } from './replayed.rule.ts';
import { sdl } from './sdl.rule.ts';
import { unsigned } from './unsigned.rule.ts';
import { wrongKey } from './wrong-key.rule.ts';

/** In the order in which they are asked: what everything rests on first, what costs most last. */
export const rules: readonly Rule[] = [
  health,
  sdl,
  unsigned,
  wrongKey,
  partialSignature,
  replayed,
  expired,
  otherPath,
  bodySwapped,
  otherAudience,
  forgedCaller,
  entityOrder,
  entityUnknown,
  entityPage,
  errorShape,
  pagination,
  personalData,
  hostileInput,
  deadline,
  latency,
  load,
];
