/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "records/atlas-record.h"

G_BEGIN_DECLS

/**
 * AtlasSlipKind:
 * @ATLAS_SLIP_MISSING: nothing is given, and something has to be
 * @ATLAS_SLIP_NUMBER: it is no number
 * @ATLAS_SLIP_LIMITS: it is a number outside its limits
 * @ATLAS_SLIP_AHEAD: the day lies ahead
 * @ATLAS_SLIP_BEFORE: the day comes before that of the other field
 * @ATLAS_SLIP_ENDS_FIRST: the range ends before it begins
 * @ATLAS_SLIP_SAME: it is the same as the other field
 * @ATLAS_SLIP_CLOSED: what it names is not there on the day of the other field
 * @ATLAS_SLIP_LETTER: the first letter of a pupil number does not go with its digits
 *
 * What is wrong with a value.
 */
typedef enum {
  ATLAS_SLIP_MISSING,
  ATLAS_SLIP_NUMBER,
  ATLAS_SLIP_LIMITS,
  ATLAS_SLIP_AHEAD,
  ATLAS_SLIP_BEFORE,
  ATLAS_SLIP_ENDS_FIRST,
  ATLAS_SLIP_SAME,
  ATLAS_SLIP_CLOSED,
  ATLAS_SLIP_LETTER,
} AtlasSlipKind;

/**
 * AtlasSlip:
 * @field: the field that it is about
 * @other: (nullable): the field that it does not go with
 * @kind: what is wrong
 * @is_unusual: it can be, and a person may keep it; otherwise it cannot be
 *
 * A value that somebody gave and is likely not to have meant.
 */
typedef struct {
  const AtlasField *field;
  const AtlasField *other;
  AtlasSlipKind     kind;
  gboolean          is_unusual;
} AtlasSlip;

/**
 * AtlasSlipLookUp:
 * @type: a record type's name
 * @id: a record's id
 * @user_data: of whoever asks
 *
 * Returns: (transfer none) (nullable): the record, %NULL when it is not at hand
 */
typedef AtlasRecord *(*AtlasSlipLookUp) (const char *type,
                                         const char *id,
                                         gpointer    user_data);

GArray *atlas_slips_find (const AtlasType *type,
                          json_t          *fields,
                          AtlasDate        on,
                          AtlasSlipLookUp  look_up,
                          gpointer         user_data) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
