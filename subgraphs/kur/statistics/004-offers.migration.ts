/** Offers by the year in which they were made, and the day on which an application followed. */
export const offers = {
  name: '004-offers',
  sql: `
    create table offer (
      id uuid primary key default uuidv7(),
      -- Null for those of a campaign of which only the numbers are known.
      application_id uuid unique references application,
      source text not null,
      offered_on date not null,
      applied_on date check (applied_on >= offered_on)
    );
    create index offer_by_day on offer (offered_on) include (applied_on);
  `,
};
