/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rules/atlas-groups.h"

#include <string.h>

/* Mental health difficulties are named in the strategy of January 2020, and not in that of 2016. */
#define MENTAL_SINCE "2020-01-01"

/*
 * Codes of ethnicity that name no minority: White British with its finer codes, not yet obtained
 * and refused (DfE, Common Basic Data Set). The sources say "some ethnic minorities" and not
 * which, so every other group counts.
 */
static const char * const not_minorities[] = {
  "WBRI", "WCOR", "WENG", "WNIR", "WOWB", "WSCO", "WWEL", "NOBT", "REFU",
};

static gboolean
is_minority (const char *ethnicity)
{
  if (ethnicity == NULL || *ethnicity == '\0')
    return FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (not_minorities); i++)
    if (g_ascii_strcasecmp (ethnicity, not_minorities[i]) == 0)
      return FALSE;

  return TRUE;
}

/**
 * atlas_groups_of_child:
 * @child: (nullable): a child
 * @on: the day whose words count
 *
 * Says to which of the groups that need protection a child belongs, as far as it is recorded.
 *
 * Source: Hertfordshire Behaviour Strategy 2015-18 (April 2016), 4.2.2; strategy of January 2020,
 * 5.2; requirements T057.
 *
 * Returns: the groups
 */
AtlasGroups
atlas_groups_of_child (const AtlasChild *child,
                       AtlasDate         on)
{
  AtlasGroups groups = ATLAS_GROUP_NONE;

  if (child == NULL)
    return groups;
  if (child->sen != NULL && strcmp (child->sen, "N") != 0)
    groups |= ATLAS_GROUP_SEND;
  if (g_strcmp0 (child->need, "SEMH") == 0 && on >= atlas_date_parse (MENTAL_SINCE))
    groups |= ATLAS_GROUP_MENTAL;
  if (g_strcmp0 (child->care, "CLA") == 0)
    groups |= ATLAS_GROUP_LOOKED_AFTER;
  if (is_minority (child->ethnicity))
    groups |= ATLAS_GROUP_MINORITY;

  return groups;
}

/**
 * atlas_care_comes_first:
 * @care: (nullable): code of `care-status`
 *
 * Says who stands first in a queue of children who wait for the same thing: those looked after and
 * previously looked after. A duty that has a day, as Day 6, still goes by its day.
 *
 * Source: Children Looked After policy (August 2022), Admissions; requirements T161.
 *
 * Returns: whether the child comes before others
 */
gboolean
atlas_care_comes_first (const char *care)
{
  return g_strcmp0 (care, "CLA") == 0 || g_strcmp0 (care, "PLA") == 0;
}
