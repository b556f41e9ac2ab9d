/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rules/atlas-hours.h"

/* Whom, from, to, key stages, least and most hours a week, source; in order of date. */
static const AtlasHours table[] = {
  {
    ATLAS_HOURS_ANYBODY, "2016-04-01", "2019-12-31", 1, 4, 20, 25,
    "Hertfordshire Behaviour Strategy 2015-18 (April 2016), 4.1.7",
  },
  {
    ATLAS_HOURS_ANYBODY, "2020-01-01", NULL, 0, 0, 15, 30,
    "Hertfordshire emotional wellbeing and behaviour strategy 2020-23 (January 2020), 5.1",
  },
  {
    ATLAS_HOURS_ANYBODY, "2020-01-01", NULL, 1, 4, 20, 25,
    "Hertfordshire emotional wellbeing and behaviour strategy 2020-23 (January 2020), 5.1",
  },
  {
    ATLAS_HOURS_TIER_3, "2016-04-01", "2019-12-31", 1, 4, 22, 25,
    "Hertfordshire Behaviour Strategy 2015-18 (April 2016), Appendix 4, tier 3",
  },
  {
    ATLAS_HOURS_TIER_3, "2020-01-01", NULL, 1, 4, 22, 25,
    "Hertfordshire emotional wellbeing and behaviour strategy 2020-23 (January 2020), "
    "Appendix 4, tier 3",
  },
  {
    ATLAS_HOURS_SOCIAL_WORKER, "2022-08-01", "2023-08-31", 1, 4, 25, 0,
    "Children Looked After policy (August 2022), Appendix 2",
  },
  {
    ATLAS_HOURS_SOCIAL_WORKER, "2023-09-01", NULL, 1, 4, 32.5, 0,
    "Children Looked After policy (August 2022), Appendix 2: from September 2023",
  },
};

/**
 * atlas_hours_table:
 * @n_rows: (out): how many
 *
 * Returns: (transfer none) (array length=n_rows): every row of the table of hours
 */
const AtlasHours *
atlas_hours_table (gsize *n_rows)
{
  *n_rows = G_N_ELEMENTS (table);
  return table;
}

/**
 * atlas_hours_find:
 * @whom: whom it is asked about
 * @key_stage: 0 for early years to 4
 * @on: the day
 *
 * Returns: (nullable) (transfer none): the row that governs that day; %NULL when none does
 */
const AtlasHours *
atlas_hours_find (AtlasHoursFor whom,
                  int           key_stage,
                  AtlasDate     on)
{
  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      const AtlasHours *row = &table[i];
      AtlasDateRange days = { atlas_date_parse (row->from), atlas_date_parse (row->to) };

      if (row->whom == whom && key_stage >= row->first_stage && key_stage <= row->last_stage &&
          atlas_date_range_contains (days, on))
        return row;
    }

  return NULL;
}
