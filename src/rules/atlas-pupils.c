/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "rules/atlas-pupils.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "rules/atlas-groups.h"

/* In the order of AtlasPupils. Source: Behaviour Strategy 2016, 5.1 iii; the last two are groups
 * that the strategy of January 2020, 5.2, protects. */
static const struct {
  const char *code;
  const char *label;
} groups[ATLAS_N_PUPILS] = {
  { "all", N_("All children") },
  { "girls", N_("Girls") },
  { "boys", N_("Boys") },
  { "minority-ethnic", N_("Minority ethnic groups") },
  { "send", N_("SEND") },
  { "send-without-plan", N_("SEND without an EHC plan") },
  { "ehc-plan", N_("With an EHC plan") },
  { "pupil-premium", N_("Pupil premium") },
  { "looked-after", N_("Looked after") },
  { "social-worker", N_("With a social worker, now or before") },
};

const char *
atlas_pupils_to_code (AtlasPupils pupils)
{
  return groups[pupils].code;
}

/* What people call a group, translated. */
const char *
atlas_pupils_label (AtlasPupils pupils)
{
  return _(groups[pupils].label);
}

/**
 * atlas_pupils_parse:
 * @code: (nullable): as `send-without-plan`
 * @pupils: (out): the group
 *
 * Returns: whether there is such a group
 */
gboolean
atlas_pupils_parse (const char  *code,
                    AtlasPupils *pupils)
{
  for (int i = 0; i < ATLAS_N_PUPILS; i++)
    if (g_strcmp0 (groups[i].code, code) == 0)
      {
        *pupils = (AtlasPupils) i;
        return TRUE;
      }

  return FALSE;
}

/* @is_in when the value is recorded. */
static AtlasIsIn
answer (gboolean is_recorded,
        gboolean is_in)
{
  if (!is_recorded)
    return ATLAS_IS_IN_UNKNOWN;

  return is_in ? ATLAS_IS_IN_YES : ATLAS_IS_IN_NO;
}

/* The ethnicity is not known when nobody asked, or when it was not said. */
static gboolean
has_ethnicity (const AtlasChild *child)
{
  return child->ethnicity != NULL && *child->ethnicity != '\0' &&
         g_ascii_strcasecmp (child->ethnicity, "NOBT") != 0 &&
         g_ascii_strcasecmp (child->ethnicity, "REFU") != 0;
}

/**
 * atlas_pupils_have:
 * @pupils: a group
 * @child: a child's record
 *
 * Finds whether a child is in a group, as the record says now: it has no earlier days.
 *
 * Source: requirements T082 (Behaviour Strategy 2016, 5.1 iii).
 *
 * Returns: whether, or that nobody recorded it
 */
AtlasIsIn
atlas_pupils_have (AtlasPupils       pupils,
                   const AtlasChild *child)
{
  gboolean has_plan = g_strcmp0 (child->sen, "E") == 0 || g_strcmp0 (child->sen, "S") == 0;

  switch (pupils)
    {
    case ATLAS_PUPILS_GIRLS:
      return answer (child->sex != NULL && strcmp (child->sex, "U") != 0,
                     g_strcmp0 (child->sex, "F") == 0);
    case ATLAS_PUPILS_BOYS:
      return answer (child->sex != NULL && strcmp (child->sex, "U") != 0,
                     g_strcmp0 (child->sex, "M") == 0);
    case ATLAS_PUPILS_MINORITY:
      return answer (has_ethnicity (child),
                     (atlas_groups_of_child (child, 0) & ATLAS_GROUP_MINORITY) != 0);
    case ATLAS_PUPILS_SEND:
      return answer (child->sen != NULL, g_strcmp0 (child->sen, "K") == 0 || has_plan);
    case ATLAS_PUPILS_SEND_NO_PLAN:
      return answer (child->sen != NULL, g_strcmp0 (child->sen, "K") == 0);
    case ATLAS_PUPILS_EHC_PLAN:
      return answer (child->sen != NULL, has_plan);
    case ATLAS_PUPILS_PREMIUM:
      return answer (atlas_record_has ((AtlasRecord *) child,
                                       atlas_type_field (&atlas_child_type, "pupil_premium")),
                     child->pupil_premium);
    case ATLAS_PUPILS_LOOKED_AFTER:
      return answer (child->care != NULL, g_strcmp0 (child->care, "CLA") == 0);
    case ATLAS_PUPILS_SOCIAL_WORKER:
      return answer (child->care != NULL, g_strcmp0 (child->care, "CLA") == 0 ||
                     g_strcmp0 (child->care, "CSW") == 0);
    case ATLAS_PUPILS_ALL:
    default:
      return ATLAS_IS_IN_YES;
    }
}
