import { defineFeature } from '../feature.ts';
import { AuditEntryEntity, AuditPendingEntity } from './audit.entity.ts';
import { AuditTables } from './tables.ts';

/** The tables of the audit trail, which every subgraph has; `migration` is the name that they have in this one. */
export const auditFeature = (migration: string) =>
  defineFeature({
    name: 'audit',
    entities: [AuditPendingEntity, AuditEntryEntity],
    migrations: [{ name: migration, class: AuditTables }],
  });
