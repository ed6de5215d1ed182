/** The synthetic officer's address; its domain exists for nobody (RFC 2606). */
export const OFFICER_EMAIL = 'officer@prakerja.example';

/** The frontend of the default run: a public client whose callback a developer can read from the address bar. */
export const frontend = { id: 'developer-frontend', redirectUri: 'http://localhost:3000/callback' };
