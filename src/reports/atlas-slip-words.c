/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-reports"

#include "config.h"

#include "reports/atlas-slip-words.h"

#include <glib/gi18n-lib.h>

static char *
word_missing (const AtlasField *field)
{
  switch (field->kind)
    {
    case ATLAS_KIND_DATE:
    case ATLAS_KIND_RANGE:
      return g_strdup (_("Give the day, as 20 November 2026"));
    case ATLAS_KIND_CODE:
    case ATLAS_KIND_REF:
    case ATLAS_KIND_SUBJECT:
      return g_strdup (_("Choose one"));
    case ATLAS_KIND_INTEGER:
    case ATLAS_KIND_DECIMAL:
      return g_strdup (_("Give the number"));
    case ATLAS_KIND_TEXT:
    case ATLAS_KIND_TIME:
    case ATLAS_KIND_BOOLEAN:
    case ATLAS_KIND_SET:
    case ATLAS_KIND_JSON:
    case ATLAS_KIND_BLOB:
    default:
      return g_strdup (_("Something is needed here"));
    }
}

static char *
word_limits (const AtlasSlip *slip)
{
  const AtlasField *field = slip->field;

  if (slip->is_unusual)
    /* Translators: a number. */
    return g_strdup_printf (_("That is more than %d, which is the most there usually is"),
                            (int) field->max);
  if (field->kind == ATLAS_KIND_DECIMAL)
    return g_strdup (_("That is less than nought"));
  if (field->kind == ATLAS_KIND_SET)
    /* Translators: how many. */
    return g_strdup_printf (_("Choose at most %d"), (int) field->max);

  /* Translators: the smallest and the largest number. */
  return g_strdup_printf (_("Give a whole number from %1$d to %2$d"), (int) field->min,
                          (int) field->max);
}

static char *
word_number (const AtlasField *field)
{
  return g_strdup (field->kind == ATLAS_KIND_DECIMAL ? _("Give a number, as 22.5")
                                                     : _("Give a whole number, as 12"));
}

/**
 * atlas_words_slip:
 * @slip: what somebody typed and is likely not to have meant
 *
 * Returns: (transfer full): what is wrong with it, for beside the field
 */
char *
atlas_words_slip (const AtlasSlip *slip)
{
  const char *other = slip->other != NULL ? _(slip->other->label) : "";

  switch (slip->kind)
    {
    case ATLAS_SLIP_MISSING:
      return word_missing (slip->field);
    case ATLAS_SLIP_NUMBER:
      return word_number (slip->field);
    case ATLAS_SLIP_LIMITS:
      return word_limits (slip);
    case ATLAS_SLIP_AHEAD:
      return g_strdup (_("That day lies ahead"));
    case ATLAS_SLIP_BEFORE:
      /* Translators: the label of another field: "Starts". */
      return g_strdup_printf (_("That day is before the one under “%s”"), other);
    case ATLAS_SLIP_ENDS_FIRST:
      return g_strdup (_("The last day is before the first"));
    case ATLAS_SLIP_SAME:
      /* Translators: the label of another field: "From school". */
      return g_strdup_printf (_("That is the same as under “%s”"), other);
    case ATLAS_SLIP_LETTER:
      return g_strdup (_("The letter that a pupil number begins with does not go with its digits"));
    case ATLAS_SLIP_CLOSED:
    default:
      /* Translators: the label of another field: "Starts". */
      return g_strdup_printf (_("It is closed on the day under “%s”"), other);
    }
}
