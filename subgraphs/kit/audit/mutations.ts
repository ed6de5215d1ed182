import type { RequestFacts } from '../request.ts';
import type { AuditTrail } from './trail.ts';

interface AuditedContext extends RequestFacts {
  audit?: AuditTrail;
}

type ResolverCall = [root: unknown, args: object, context: AuditedContext, info: unknown];

export type FieldResolver = (...call: ResolverCall) => unknown;

const audited =
  (name: string, resolve: FieldResolver): FieldResolver =>
  (root, args, ...[context, info]) => {
    if (!context.audit) throw new Error(`${name}: the context has no audit trail`);
    const mutation = { name, args, facts: context };
    return context.audit.run(mutation, (caller) =>
      resolve(root, args, Object.assign(Object.create(context), { caller }), info),
    );
  };

/** Every field of the type Mutation, each leaving its entry; without a trail in the context none runs. */
export const auditedMutations = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, resolve]) => [
      name,
      typeof resolve === 'function' ? audited(name, resolve as FieldResolver) : resolve,
    ]),
  );

/** Gives every context the trail. */
export const withAudit =
  (audit: AuditTrail, contextOf: (facts: RequestFacts) => object) =>
  (facts: RequestFacts): object =>
    Object.assign(Object.create(contextOf(facts)), { audit });
