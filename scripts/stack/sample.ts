import pg from 'pg';

/**
 * The first seeded alumnus, whose journey has every part.
 * @throws Error when the stack holds no seeded participant
 */
export const sampleAlumnus = async (pmoUrl: string): Promise<string> => {
  const client = new pg.Client({ connectionString: pmoUrl });
  await client.connect();
  try {
    const found = await client.query<{ id: string }>(
      `select id from participant where status = 'ALUMNI' and is_synthetic order by id limit 1`,
    );
    if (!found.rows[0]) throw new Error('the stack has no seeded participant; name one with --id');
    return found.rows[0].id;
  } finally {
    await client.end();
  }
};
