import { defineFeature } from '../feature.ts';
import { EventInboxEntity, EventOutboxEntity } from './event.entity.ts';

/** The tables of events, which every subgraph has; a migration of the subgraph makes them. */
export const eventFeature = defineFeature({ name: 'event', entities: [EventOutboxEntity, EventInboxEntity] });
