/** Lifetime of an access token: short, since nobody asks the issuer whether it is still valid. */
export const TOKEN_LIFETIME_S = 600;

/** The resource whose tokens these are (RFC 8707); clients need not name it. */
export const GRAPH_RESOURCE = 'urn:prakerja:graph';
