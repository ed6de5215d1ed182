import { roles, type Scope, scopes } from '../subgraphs/kit/scopes.ts';

const row = ({ name, description, grantedTo }: Scope) => `| \`${name}\` | ${description} | ${grantedTo.join(', ')} |`;

/** docs/partners/scopes.md, from the scopes in code. */
export const scopesDocument = (): string => `# Scopes

Generated from \`subgraphs/kit/scopes.ts\` by \`npm run schema\`; do not edit.

A token holds the scopes that its client asked for. A scope that is unknown, that the client is not registered for or that
its role may not have is refused with \`invalid_scope\`, at the token and at the authorization endpoint; so is a list of
more than 50. A frontend does not know who will sign in: its token holds what the person's role may have of what was asked
for, and the token response names it in \`scope\`. Without a scope the token still identifies its holder, and may read what is public.

| scope | what it allows | who gets it |
|---|---|---|
${scopes.map(row).join('\n')}

Roles: ${roles.join(', ')}. A token's claim \`role\` names one, and decides which part of the graph there is for its holder;
all of each part is in \`schema/audiences\`.

People (participant, officer) sign in by authorization code and PKCE; the other roles are organisations, whose clients
use client credentials with \`private_key_jwt\`. What a token does not allow is refused with \`FORBIDDEN\`, or with
\`UNAUTHENTICATED\` when there is no token.
`;
