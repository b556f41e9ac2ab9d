/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "exchange/atlas-import.h"
#include "exchange/atlas-sheet-map.h"

G_BEGIN_DECLS

/**
 * AtlasSheetLike:
 * @ATLAS_SHEET_LIKE_NONE: no child is like the row's
 * @ATLAS_SHEET_LIKE_UPN: a child has the same UPN
 * @ATLAS_SHEET_LIKE_NAME: a child has the same name and date of birth
 *
 * How a child that is there already is like that of a row.
 */
typedef enum {
  ATLAS_SHEET_LIKE_NONE,
  ATLAS_SHEET_LIKE_UPN,
  ATLAS_SHEET_LIKE_NAME,
} AtlasSheetLike;

/**
 * AtlasSheetChoice:
 * @ATLAS_SHEET_CHOICE_OPEN: nobody has said; the row is refused
 * @ATLAS_SHEET_CHOICE_SAME: it is that child
 * @ATLAS_SHEET_CHOICE_OTHER: it is another child
 *
 * What somebody says of a row whose child is like one that is there.
 */
typedef enum {
  ATLAS_SHEET_CHOICE_OPEN,
  ATLAS_SHEET_CHOICE_SAME,
  ATLAS_SHEET_CHOICE_OTHER,
} AtlasSheetChoice;

/**
 * AtlasSheetReference:
 * @data: what was given with it
 * @error: return location for an error
 *
 * Gives out the next reference for a referral that has none.
 *
 * Returns: (transfer full): the reference
 */
typedef char *(*AtlasSheetReference) (gpointer   data,
                                      GError   **error);

/**
 * AtlasSheetSettings:
 * @on: today
 * @is_invented: whether the children are invented, in a demonstration
 * @same_upn: a child with the same UPN is the same child, without asking
 * @same_name: so is one with the same name and date of birth
 * @choices: (nullable): line to #AtlasSheetChoice, what somebody has said of lines
 * @take_reference: (nullable): gives out references; without it, what is planned is only looked at
 * @data: for @take_reference
 *
 * What somebody says of a spreadsheet who brings it in.
 */
typedef struct {
  AtlasDate           on;
  gboolean            is_invented;
  gboolean            same_upn;
  gboolean            same_name;
  GHashTable         *choices;
  AtlasSheetReference take_reference;
  gpointer            data;
} AtlasSheetSettings;

/**
 * AtlasSheetLine:
 * @state: what bringing it in would do: new if it makes any record, changed if it changes one
 * @line: the line, from 1
 * @name: the child's name, as the row or the record has it; may be empty
 * @reference: (nullable): the referral's
 * @column: (nullable): title of the column that is wrong
 * @reason: (nullable): why it is refused
 * @like: how a child that is there is like the row's
 * @like_words: (nullable): that child: name, date of birth, UPN
 * @choice: what was said of it
 *
 * What a row of a spreadsheet comes to.
 */
typedef struct {
  AtlasRowState    state;
  guint            line;
  char            *name;
  char            *reference;
  char            *column;
  char            *reason;
  AtlasSheetLike   like;
  char            *like_words;
  AtlasSheetChoice choice;
} AtlasSheetLine;

typedef struct _AtlasSheetPlan AtlasSheetPlan;

AtlasSheetPlan       *atlas_sheet_plan_new        (AtlasSheet               *sheet,
                                                   AtlasSheetMap            *map,
                                                   GPtrArray                *present,
                                                   const AtlasSheetSettings *settings,
                                                   GError                  **error)
                                                   G_GNUC_WARN_UNUSED_RESULT;
void                  atlas_sheet_plan_free       (AtlasSheetPlan           *self);
AtlasImport          *atlas_sheet_plan_get_import (AtlasSheetPlan           *self);
guint                 atlas_sheet_plan_n_lines    (AtlasSheetPlan           *self);
const AtlasSheetLine *atlas_sheet_plan_get_line   (AtlasSheetPlan           *self,
                                                   guint                     line);
guint                 atlas_sheet_plan_count      (AtlasSheetPlan           *self,
                                                   AtlasRowState             state);
guint                 atlas_sheet_plan_count_open (AtlasSheetPlan           *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AtlasSheetPlan, atlas_sheet_plan_free)

G_END_DECLS
