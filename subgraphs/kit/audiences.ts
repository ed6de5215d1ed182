/** Groups of callers that are shown a schema of their own; each name is also the `@tag` that puts an element into it. */
export const audiences = ['public', 'platform', 'portal', 'payment', 'bank', 'officer'] as const;
export type Audience = (typeof audiences)[number];

/** What each role is shown. People who act for no organisation are shown what everyone is. */
const audienceOf: ReadonlyMap<unknown, Audience> = new Map<unknown, Audience>([
  ['participant', 'public'],
  ['officer', 'officer'],
  ['platform', 'platform'],
  ['institution', 'platform'],
  ['assessor', 'platform'],
  ['portal', 'portal'],
  ['wallet', 'payment'],
  ['treasury', 'payment'],
  ['bank', 'bank'],
]);

/** Returns the audience of a token by its claim `role`; a token without one, or with another, is shown what everyone is. */
export const audienceOfRole = (role: unknown): Audience => audienceOf.get(role) ?? 'public';

const isAudience = (name: string): name is Audience => (audiences as readonly string[]).includes(name);

/** The audiences among names of tags. */
export const audiencesIn = (tags: readonly string[]): Audience[] => tags.filter(isAudience);
