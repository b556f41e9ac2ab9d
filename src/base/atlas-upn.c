/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/atlas-upn.h"

#include <string.h>

#define UPN_LENGTH   13
#define BODY_LENGTH  (UPN_LENGTH - 1)
#define FIRST_WEIGHT 2 /* of the character after the check letter; the last has 13 */

/* Letters without I, O and S; a letter's place is its value. */
static const char letters[] = "ABCDEFGHJKLMNPQRTUVWXYZ";

/* The value of a digit, or of the letter that may stand last in a temporary number; or -1. */
static int
value_of (char     c,
          gboolean is_last)
{
  const char *letter;

  if (g_ascii_isdigit (c))
    return c - '0';

  letter = is_last && c != '\0' ? strchr (letters, c) : NULL;
  return letter != NULL ? (int) (letter - letters) : -1;
}

/**
 * atlas_upn_check_letter:
 * @body: (nullable): a unique pupil number without its first letter: authority, establishment,
 *   year and serial; the last character may be a letter, in a temporary number
 *
 * Works out the check letter: each character's value by its weight, 2 to 13, and the remainder
 * of their sum by 23, as a letter.
 *
 * Source: DfE, Common Basic Data Set.
 *
 * Returns: the letter, or NUL when @body has not the shape
 */
char
atlas_upn_check_letter (const char *body)
{
  int sum = 0;

  if (body == NULL || strlen (body) != BODY_LENGTH)
    return '\0';

  for (int i = 0; i < BODY_LENGTH; i++)
    {
      int value = value_of (body[i], i == BODY_LENGTH - 1);

      if (value < 0)
        return '\0';
      sum += value * (i + FIRST_WEIGHT);
    }

  return letters[sum % (int) strlen (letters)];
}

/**
 * atlas_upn_is_valid:
 * @upn: (nullable): a unique pupil number
 *
 * Checks the shape and the check letter. Whether such a pupil exists nobody can tell from it.
 *
 * Returns: whether both are right
 */
gboolean
atlas_upn_is_valid (const char *upn)
{
  return upn != NULL && strlen (upn) == UPN_LENGTH &&
         atlas_upn_check_letter (upn + 1) == upn[0];
}
