/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "exchange/atlas-sheet-words.h"

#include <string.h>

#include "records/atlas-codes.h"

/* The longest name that is compared letter by letter, in bytes. */
#define NAME_BYTES_MAX 120

/*
 * What people write for a code, beside the code itself and its label: code set, code, words as
 * atlas_sheet_words_fold() leaves them. Only words that can mean nothing else are here; what is
 * not known is refused, and said.
 */
static const struct {
  const char *set;
  const char *code;
  const char *words;
} synonyms[] = {
  { "sex", "F", "female" },
  { "sex", "M", "male" },
  { "sex", "U", "unknown" },
  { "exclusion-kind", "PERM", "pex" },
  { "exclusion-kind", "PERM", "permanent" },
  { "exclusion-kind", "PERM", "permanently excluded" },
  { "exclusion-kind", "SUSP", "fte" },
  { "exclusion-kind", "SUSP", "fixed term" },
  { "exclusion-kind", "SUSP", "fixed term exclusion" },
  { "exclusion-kind", "SUSP", "fixed period exclusion" },
  { "exclusion-kind", "SUSP", "suspended" },
  { "exclusion-kind", "LNCH", "lunchtime" },
  { "exclusion-kind", "LNCH", "lunchtime exclusion" },
  { "session", "am", "morning" },
  { "session", "pm", "afternoon" },
  { "sen-provision", "N", "none" },
  { "sen-provision", "N", "no sen" },
  { "sen-provision", "E", "ehcp" },
  { "sen-provision", "E", "ehc plan" },
  { "sen-provision", "E", "education health and care plan" },
  { "sen-type", "ASD", "autism" },
  { "care-status", "CLA", "lac" },
  { "care-status", "CLA", "looked after" },
  { "care-status", "CLA", "looked after child" },
  { "care-status", "PLA", "plac" },
  { "care-status", "CSW", "social worker" },
  { "care-status", "CSW", "child in need" },
  { "care-status", "CSW", "cin" },
  { "care-status", "none", "no" },
  { "referral-kind", "day6", "day 6" },
  { "referral-kind", "day6", "6th day" },
  { "referral-kind", "day6", "sixth day" },
  { "referral-kind", "respite", "respite" },
  { "referral-kind", "respite", "in reach" },
  { "referral-kind", "dual", "dual registration" },
  { "referral-kind", "single", "single registration" },
  { "referral-kind", "direction", "offsite direction" },
  { "referral-kind", "ap", "alternative provision" },
  { "referral-kind", "fair-access", "fair access protocol" },
  { "referral-kind", "fair-access", "fap" },
  { "referral-step", "sent", "referred" },
  { "referral-step", "ended", "closed" },
};

/**
 * atlas_sheet_words_fold:
 * @text: what somebody wrote
 *
 * Leaves what counts when two people write the same: no case, no marks, one space between words,
 * “&” as “and”.
 *
 * Returns: (transfer full): the words
 */
char *
atlas_sheet_words_fold (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *normal = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL);
  g_autofree char *folded = g_utf8_casefold (normal, -1);
  GString *words = g_string_new (NULL);
  gboolean is_after_word = FALSE;

  for (const char *at = folded; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c == '\'' || c == 0x2019 || g_unichar_ismark (c))
        continue;
      if (!g_unichar_isalnum (c) && c != '&')
        {
          is_after_word = words->len > 0;
          continue;
        }
      if (words->len > 0 && (is_after_word || c == '&'))
        g_string_append_c (words, ' ');
      is_after_word = c == '&';
      if (c == '&')
        g_string_append (words, "and");
      else
        g_string_append_unichar (words, c);
    }

  return g_string_free (words, FALSE);
}

/**
 * atlas_sheet_words_equal:
 *
 * Returns: whether two people wrote the same
 */
gboolean
atlas_sheet_words_equal (const char *a,
                         const char *b)
{
  g_autofree char *first = atlas_sheet_words_fold (a);
  g_autofree char *second = atlas_sheet_words_fold (b);

  return strcmp (first, second) == 0;
}

/**
 * atlas_sheet_words_code:
 * @set: a code set
 * @text: what somebody wrote
 *
 * Finds the code that is meant: the code, its label, or other words for it that are sure.
 *
 * Returns: (transfer none) (nullable): the code
 */
const char *
atlas_sheet_words_code (const char *set,
                        const char *text)
{
  g_autoptr(GPtrArray) codes = atlas_codes_list (set);
  g_autofree char *wanted = atlas_sheet_words_fold (text);

  for (guint i = 0; i < codes->len; i++)
    {
      const AtlasCode *code = g_ptr_array_index (codes, i);

      if (atlas_sheet_words_equal (code->code, wanted) ||
          atlas_sheet_words_equal (code->label, wanted))
        return code->code;
    }

  for (gsize i = 0; i < G_N_ELEMENTS (synonyms); i++)
    if (strcmp (synonyms[i].set, set) == 0 && strcmp (synonyms[i].words, wanted) == 0)
      return synonyms[i].code;

  return NULL;
}

/* A spreadsheet writes midnight after a day that it keeps as a moment. */
static char *
without_midnight (const char *text)
{
  static const char * const midnights[] = { "T00:00:00", " 00:00:00", " 00:00", " 0:00" };
  g_autofree char *day = g_strstrip (g_strdup (text));

  for (gsize i = 0; i < G_N_ELEMENTS (midnights); i++)
    if (g_str_has_suffix (day, midnights[i]))
      {
        day[strlen (day) - strlen (midnights[i])] = '\0';
        break;
      }

  return g_steal_pointer (&day);
}

/**
 * atlas_sheet_words_date:
 * @text: what somebody wrote
 * @month_first: whether 11/05/2026 is the fifth of November
 *
 * Reads a day as atlas_date_parse_typed() does, and “20-11-2026”, “20-Nov-2026”, and a day with
 * midnight after it. The year has four digits, so that no century is guessed.
 *
 * Returns: the date, or %ATLAS_DATE_NONE
 */
AtlasDate
atlas_sheet_words_date (const char *text,
                        gboolean    month_first)
{
  g_autofree char *day = without_midnight (text);
  g_auto(GStrv) parts = NULL;
  g_autofree char *turned = NULL;
  AtlasDate date = atlas_date_parse (day);

  if (date != ATLAS_DATE_NONE)
    return date;

  g_strdelimit (day, "-.", '/');
  if (!month_first)
    return atlas_date_parse_typed (day);

  parts = g_strsplit (day, "/", -1);
  if (g_strv_length (parts) != 3 || !g_ascii_isdigit (*parts[0]) || !g_ascii_isdigit (*parts[1]))
    return atlas_date_parse_typed (day);

  turned = g_strjoin ("/", parts[1], parts[0], parts[2], NULL);
  return atlas_date_parse_typed (turned);
}

/**
 * atlas_sheet_words_tier:
 * @text: “3”, “Tier 3” or “T3”
 *
 * Returns: the number, whichever it is; -1 when there is none
 */
int
atlas_sheet_words_tier (const char *text)
{
  g_autofree char *folded = atlas_sheet_words_fold (text);
  const char *number = folded;
  guint64 tier;

  if (g_str_has_prefix (number, "tier"))
    number += strlen ("tier");
  else if (*number == 't')
    number++;
  while (*number == ' ')
    number++;

  return g_ascii_string_to_unsigned (number, 10, 0, G_MAXINT, &tier, NULL) ? (int) tier : -1;
}

/**
 * atlas_sheet_words_distance:
 * @a: folded words
 * @b: folded words
 *
 * Counts the letters to put in, take out or replace between two names (Levenshtein). Of a long
 * name only the beginning counts.
 *
 * Returns: the number
 */
guint
atlas_sheet_words_distance (const char *a,
                            const char *b)
{
  guint row[NAME_BYTES_MAX + 1];
  gsize n_a = MIN (strlen (a), NAME_BYTES_MAX);
  gsize n_b = MIN (strlen (b), NAME_BYTES_MAX);

  for (gsize j = 0; j <= n_b; j++)
    row[j] = (guint) j;

  for (gsize i = 1; i <= n_a; i++)
    {
      guint corner = row[0];

      row[0] = (guint) i;
      for (gsize j = 1; j <= n_b; j++)
        {
          guint above = row[j];
          guint replaced = corner + (a[i - 1] == b[j - 1] ? 0 : 1);

          row[j] = MIN (replaced, MIN (above, row[j - 1]) + 1);
          corner = above;
        }
    }

  return row[n_b];
}
