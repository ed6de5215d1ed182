import { eraser } from '../../kit/erasure.ts';
import { defineFeature, when } from '../../kit/feature.ts';
import { participantsErased } from './erasure.events.ts';

/** Whoever is erased by the programme office is erased here: each feature says what becomes of its tables. */
export const erasure = defineFeature({ name: 'erasure', consumes: [when(participantsErased, eraser)] });
