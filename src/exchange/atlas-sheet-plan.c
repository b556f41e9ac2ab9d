/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "exchange/atlas-sheet-plan.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "base/atlas-error.h"
#include "exchange/atlas-import-build.h"
#include "exchange/atlas-sheet-row.h"
#include "exchange/atlas-sheet-words.h"
#include "records/atlas-codes.h"

#define FIRST_STEP "sent"

/**
 * AtlasSheetPlan:
 *
 * What bringing in a spreadsheet would do: its lines, and an import of the children, exclusions and
 * referrals that they make or change. A line is taken whole or refused whole. A blank cell leaves a
 * record as it is.
 */
struct _AtlasSheetPlan
{
  AtlasImport *import;
  GPtrArray   *lines;           /* (element-type PlanLine) */
};

typedef struct {
  AtlasSheetLine line;
  guint          first_row;     /* of the import */
  guint          n_rows;
} PlanLine;

/* A plan while it is made. */
typedef struct {
  AtlasSheetPlan  *plan;
  AtlasSheetReader reader;
  GHashTable      *children;    /* what tells a child -> line, of children on earlier lines */
  GHashTable      *references;  /* folded -> line */
} Maker;

/* The records that a row is about, as far as they are there; all unowned. */
typedef struct {
  AtlasChild     *child;
  AtlasReferral  *referral;
  AtlasExclusion *exclusion;
} Found;

static void
plan_line_free (PlanLine *line)
{
  g_free (line->line.name);
  g_free (line->line.reference);
  g_free (line->line.column);
  g_free (line->line.reason);
  g_free (line->line.like_words);
  g_free (line);
}

static char *
join_name (const char *first_name,
           const char *last_name)
{
  g_autofree char *name = g_strdup_printf ("%s %s", first_name != NULL ? first_name : "",
                                           last_name != NULL ? last_name : "");

  return g_strdup (g_strstrip (name));
}

static char *
word_child (AtlasChild *child)
{
  g_autofree char *name = join_name (child->first_name, child->last_name);
  g_autofree char *born = atlas_date_format_long (child->born);

  return g_strdup_printf ("%s · %s%s%s", name, born, child->upn != NULL ? " · " : "",
                          child->upn != NULL ? child->upn : "");
}

/* Takes @key for a line, unless an earlier one has it; gives that one, or 0. */
static guint
take_key (GHashTable *taken,
          char       *key,
          guint       line)
{
  guint first = GPOINTER_TO_UINT (g_hash_table_lookup (taken, key));

  if (first == 0)
    g_hash_table_insert (taken, key, GUINT_TO_POINTER (line));
  else
    g_free (key);

  return first;
}

static char *
name_key_of (AtlasSheetRow *row)
{
  const char *first_name = atlas_json_string (row->child, "first_name");
  const char *last_name = atlas_json_string (row->child, "last_name");
  AtlasDate born = atlas_sheet_row_date (row->child, "born");

  if (born == ATLAS_DATE_NONE || (first_name == NULL && last_name == NULL))
    return NULL;

  return atlas_sheet_index_make_name_key (first_name, last_name, born);
}

/* A child stands on one line, a reference too. */
static void
check_twice (Maker         *maker,
             AtlasSheetRow *row,
             const Found   *found)
{
  const char *upn = atlas_json_string (row->child, "upn");
  const char *reference = atlas_json_string (row->referral, "reference");
  g_autofree char *name_key = name_key_of (row);
  guint line = row->line->line;
  guint first = 0;

  if (reference != NULL)
    first = take_key (maker->references, atlas_sheet_words_fold (reference), line);
  if (first != 0)
    {
      atlas_sheet_row_refuse (row, "referral.reference",
                              _("The reference is on line %u already"), first);
      return;
    }

  if (upn != NULL)
    first = take_key (maker->children, g_strconcat ("upn/", upn, NULL), line);
  if (first == 0 && name_key != NULL)
    first = take_key (maker->children, g_strconcat ("name/", name_key, NULL), line);
  if (first == 0 && found->child != NULL)
    first = take_key (maker->children,
                      g_strconcat ("id/", atlas_record_get_id (ATLAS_RECORD (found->child)), NULL),
                      line);
  if (first != 0)
    atlas_sheet_row_refuse (row, upn != NULL ? "child.upn" : "child.last_name",
                            _("The same child is on line %u already"), first);
}

static gboolean
is_other_name (const char *given,
               const char *known)
{
  return given != NULL && known != NULL && !atlas_sheet_words_equal (given, known);
}

/* A reference that is known says which child a row is about; the rest of the row must agree. */
static void
check_same_child (AtlasSheetRow *row,
                  const Found   *found,
                  AtlasChild    *upn_child)
{
  AtlasDate born = atlas_sheet_row_date (row->child, "born");

  if (upn_child != NULL && upn_child != found->child)
    atlas_sheet_row_refuse (row, "child.upn", _("The UPN is that of another child than the "
                                                "reference"));
  else if (born != ATLAS_DATE_NONE && born != found->child->born &&
           is_other_name (atlas_json_string (row->child, "last_name"), found->child->last_name))
    atlas_sheet_row_refuse (row, "referral.reference",
                            _("The reference is that of another child"));
}

static AtlasSheetChoice
choice_of (AtlasSheetRow *row,
           AtlasSheetLike like)
{
  const AtlasSheetSettings *settings = row->reader->settings;
  gpointer choice;

  if (settings->choices != NULL &&
      g_hash_table_lookup_extended (settings->choices, GUINT_TO_POINTER (row->line->line), NULL,
                                    &choice))
    return (AtlasSheetChoice) GPOINTER_TO_UINT (choice);

  return (like == ATLAS_SHEET_LIKE_UPN && settings->same_upn) ||
         (like == ATLAS_SHEET_LIKE_NAME && settings->same_name) ? ATLAS_SHEET_CHOICE_SAME
                                                                : ATLAS_SHEET_CHOICE_OPEN;
}

/* Whether a child that is like the row's is the same is for people to say. */
static void
find_like (AtlasSheetRow *row,
           Found         *found,
           AtlasChild    *upn_child)
{
  g_autofree char *name_key = name_key_of (row);
  AtlasChild *like = upn_child != NULL ? upn_child
                                       : atlas_sheet_index_find_name (row->reader->index, name_key);

  if (like == NULL || atlas_sheet_row_is_refused (row))
    return;

  row->line->like = upn_child != NULL ? ATLAS_SHEET_LIKE_UPN : ATLAS_SHEET_LIKE_NAME;
  row->line->like_words = word_child (like);
  row->line->choice = choice_of (row, row->line->like);
  if (row->line->choice == ATLAS_SHEET_CHOICE_SAME)
    found->child = like;
  else if (row->line->choice == ATLAS_SHEET_CHOICE_OPEN)
    /* Translators: a child: name, date of birth and UPN. */
    atlas_sheet_row_refuse (row, NULL, _("Here already: %s. Say whether it is the same child"),
                            row->line->like_words);
  else if (upn_child != NULL)
    atlas_sheet_row_refuse (row, "child.upn", _("Two children cannot have one UPN"));
}

static void
find_records (AtlasSheetRow *row,
              Found         *found)
{
  AtlasSheetIndex *index = row->reader->index;
  const char *reference = atlas_json_string (row->referral, "reference");
  AtlasChild *upn_child =
    atlas_sheet_index_find_upn (index, atlas_json_string (row->child, "upn"));
  AtlasDate from = atlas_sheet_row_date (row->exclusion, "from");
  const char *child;

  if (reference != NULL)
    found->referral = atlas_sheet_index_find_reference (index, reference);
  if (found->referral != NULL)
    found->child = (AtlasChild *) atlas_sheet_index_get (index, found->referral->child);

  if (found->child != NULL)
    check_same_child (row, found, upn_child);
  else if (found->referral != NULL)
    atlas_sheet_row_refuse (row, "referral.reference",
                            _("The child of this reference is not on this laptop"));
  else
    find_like (row, found, upn_child);
  if (found->child == NULL)
    return;

  child = atlas_record_get_id (ATLAS_RECORD (found->child));
  if (row->referral != NULL && reference == NULL)
    found->referral = atlas_sheet_index_find_referral (index, child,
                                                       atlas_json_string (row->referral, "kind"),
                                                       atlas_sheet_row_date (row->referral,
                                                                             "received"));
  if (found->referral != NULL)
    found->exclusion = (AtlasExclusion *) atlas_sheet_index_get (index,
                                                                 found->referral->exclusion);
  if (found->exclusion == NULL && from != ATLAS_DATE_NONE)
    found->exclusion = atlas_sheet_index_find_exclusion (index, child, from);
}

static void
put_invented (AtlasSheetRow *row,
              json_t        *fields)
{
  if (row->reader->settings->is_invented)
    json_object_set_new (fields, "invented", json_true ());
}

static void
complete_child (AtlasSheetRow *row,
                const Found   *found)
{
  if (found->child != NULL)
    return;

  if (row->child == NULL)
    {
      atlas_sheet_row_refuse (row, "referral.reference",
                              _("The row names no child, and no reference that is known here"));
      return;
    }

  atlas_sheet_row_fill (row, &atlas_child_type);
  if (atlas_json_string (row->child, "first_name") == NULL &&
      atlas_json_string (row->child, "last_name") == NULL)
    atlas_sheet_row_refuse (row, "child.first_name", _("The child’s name is missing"));
  else if (json_object_get (row->child, "born") == NULL)
    atlas_sheet_row_refuse (row, "child.born", _("The date of birth is missing"));
  else if (json_object_get (row->child, "area") == NULL)
    atlas_sheet_row_refuse (row, "child.area",
                            _("Give the home area, or a home town that is known here"));
  put_invented (row, row->child);
}

static void
complete_exclusion (AtlasSheetRow *row,
                    const Found   *found)
{
  const char *school = atlas_json_string (row->child, "establishment");

  if (row->exclusion == NULL || found->exclusion != NULL)
    return;

  atlas_sheet_row_fill (row, &atlas_exclusion_type);
  if (json_object_get (row->exclusion, "kind") == NULL)
    atlas_sheet_row_refuse (row, "exclusion.kind",
                            _("Say whether it is a permanent exclusion or a suspension"));
  else if (json_object_get (row->exclusion, "from") == NULL)
    atlas_sheet_row_refuse (row, "exclusion.from", _("The first day of the exclusion is missing"));
  if (school == NULL && found->child != NULL)
    school = found->child->establishment;
  atlas_json_put_text (row->exclusion, "establishment", school);
  put_invented (row, row->exclusion);
}

static void
complete_step (AtlasSheetRow *row,
               const Found   *found)
{
  const char *step = atlas_json_string (row->referral, "step");
  const char *received = atlas_json_string (row->referral, "received");

  if (found->referral == NULL)
    {
      atlas_json_put_text (row->referral, "step", step != NULL ? step : FIRST_STEP);
      if (received != NULL)
        atlas_json_put_text (row->referral, "step_on", received);
      else
        atlas_json_put_date (row->referral, "step_on", row->reader->settings->on);
      return;
    }

  if (step == NULL || strcmp (step, found->referral->step) == 0)
    return;
  if (!atlas_codes_may_step ("referral-step", found->referral->step, step))
    atlas_sheet_row_refuse (row, "referral.step", _("From “%1$s” a referral cannot go to “%2$s”"),
                            _(atlas_codes_label ("referral-step", found->referral->step)),
                            _(atlas_codes_label ("referral-step", step)));
  atlas_json_put_date (row->referral, "step_on", row->reader->settings->on);
}

/* The next reference that neither the store nor the file has. */
static char *
take_reference (Maker   *maker,
                GError **error)
{
  const AtlasSheetSettings *settings = maker->reader.settings;

  if (settings->take_reference == NULL)
    return g_strdup (_("(new)"));

  while (TRUE)
    {
      g_autofree char *reference = settings->take_reference (settings->data, error);
      g_autofree char *folded = reference != NULL ? atlas_sheet_words_fold (reference) : NULL;

      if (reference == NULL ||
          (!g_hash_table_contains (maker->references, folded) &&
           atlas_sheet_index_find_reference (maker->reader.index, reference) == NULL))
        return g_steal_pointer (&reference);
    }
}

static gboolean
complete_referral (Maker         *maker,
                   AtlasSheetRow *row,
                   const Found   *found,
                   GError       **error)
{
  g_autofree char *reference = NULL;

  if (row->referral == NULL)
    return TRUE;

  if (found->referral == NULL)
    atlas_sheet_row_fill (row, &atlas_referral_type);
  else
    json_object_del (row->referral, "reference");       /* found by it, in whatever case */
  complete_step (row, found);
  if (atlas_sheet_row_is_refused (row) || found->referral != NULL)
    return TRUE;

  put_invented (row, row->referral);
  if (atlas_json_string (row->referral, "reference") != NULL)
    return TRUE;

  reference = take_reference (maker, error);
  if (reference == NULL)
    return FALSE;
  atlas_json_put_text (row->referral, "reference", reference);

  return TRUE;
}

/* Adds a record to the import, and gives its id. */
static const char *
add_record (Maker           *maker,
            AtlasSheetRow   *row,
            const AtlasType *type,
            json_t          *fields,
            gpointer         present)
{
  AtlasImport *import = maker->plan->import;

  if (fields == NULL)
    return present != NULL ? atlas_record_get_id (present) : NULL;

  atlas_import_add_fields (import, type, atlas_sheet_get_name (row->reader->sheet),
                           row->line->line, json_incref (fields), present);

  return atlas_import_get_row (import, atlas_import_n_rows (import) - 1)->id;
}

static void
add_records (Maker         *maker,
             AtlasSheetRow *row,
             const Found   *found)
{
  const char *child = add_record (maker, row, &atlas_child_type, row->child, found->child);
  const char *exclusion;

  if (row->exclusion != NULL && found->exclusion == NULL)
    atlas_json_put_text (row->exclusion, "child", child);
  exclusion = add_record (maker, row, &atlas_exclusion_type, row->exclusion, found->exclusion);

  if (row->referral == NULL)
    return;
  if (found->referral == NULL)
    atlas_json_put_text (row->referral, "child", child);
  if (exclusion != NULL)
    atlas_json_put_text (row->referral, "exclusion", exclusion);
  add_record (maker, row, &atlas_referral_type, row->referral, found->referral);
}

static void
name_line (PlanLine      *line,
           AtlasSheetRow *row,
           const Found   *found)
{
  const char *reference = atlas_json_string (row->referral, "reference");

  line->line.name = join_name (atlas_json_string (row->child, "first_name"),
                               atlas_json_string (row->child, "last_name"));
  if (*line->line.name == '\0' && found->child != NULL)
    {
      g_free (line->line.name);
      line->line.name = join_name (found->child->first_name, found->child->last_name);
    }
  if (found->referral != NULL)
    line->line.reference = g_strdup (found->referral->reference);
  else
    line->line.reference = g_strdup (reference);
}

static gboolean
make_line (Maker   *maker,
           guint    index,
           GError **error)
{
  AtlasImport *import = maker->plan->import;
  PlanLine *line = g_new0 (PlanLine, 1);
  g_auto(AtlasSheetRow) row = { .reader = &maker->reader, .line = &line->line };
  Found found = { NULL, NULL, NULL };

  line->line.line = atlas_sheet_get_line (maker->reader.sheet, index);
  line->first_row = atlas_import_n_rows (import);
  g_ptr_array_add (maker->plan->lines, line);

  atlas_sheet_row_read (&row, index);
  find_records (&row, &found);
  check_twice (maker, &row, &found);
  if (!atlas_sheet_row_is_refused (&row))
    complete_child (&row, &found);
  if (!atlas_sheet_row_is_refused (&row))
    complete_exclusion (&row, &found);
  if (!atlas_sheet_row_is_refused (&row) && !complete_referral (maker, &row, &found, error))
    return FALSE;

  name_line (line, &row, &found);
  if (atlas_sheet_row_is_refused (&row))
    atlas_import_refuse (import, &atlas_referral_type, atlas_sheet_get_name (maker->reader.sheet),
                         line->line.line, "%s%s%s",
                         line->line.column != NULL ? line->line.column : "",
                         line->line.column != NULL ? ": " : "", line->line.reason);
  else
    add_records (maker, &row, &found);
  line->n_rows = atlas_import_n_rows (import) - line->first_row;

  return TRUE;
}

/* What a line does is the most that one of its records does. */
static void
settle_line (AtlasSheetPlan *self,
             PlanLine       *line)
{
  AtlasRowState state = ATLAS_ROW_SAME;

  for (guint i = line->first_row; i < line->first_row + line->n_rows; i++)
    {
      const AtlasImportRow *row = atlas_import_get_row (self->import, i);

      if (row->state == ATLAS_ROW_REFUSED && line->line.reason == NULL)
        line->line.reason = g_strdup (row->reason);
      if (row->state == ATLAS_ROW_REFUSED || row->state == ATLAS_ROW_NEW)
        state = row->state;
      else if (row->state == ATLAS_ROW_CHANGED && state == ATLAS_ROW_SAME)
        state = row->state;
    }

  line->line.state = state;
}

static void
find_columns (AtlasSheetReader *reader)
{
  for (guint i = 0; i < atlas_sheet_n_fields (); i++)
    reader->columns[i] = G_MAXUINT;

  for (guint i = 0; i < atlas_sheet_n_columns (reader->sheet); i++)
    {
      guint field = atlas_sheet_map_get_field (reader->map,
                                               atlas_sheet_get_title (reader->sheet, i));

      if (field != ATLAS_SHEET_FIELD_NONE)
        reader->columns[field] = i;
    }
}

/**
 * atlas_sheet_plan_new:
 * @sheet: a table
 * @map: what its columns say
 * @present: (element-type AtlasRecord): the children, referrals, exclusions, schools, areas and
 *   towns that are there
 * @settings: what else was said
 * @error: return location for an error
 *
 * Works out what bringing in a table would do. Nothing is written.
 *
 * Errors: %ATLAS_ERROR_INVALID when the map is not for this table; those of giving out references.
 *
 * Returns: (transfer full): the plan
 */
AtlasSheetPlan *
atlas_sheet_plan_new (AtlasSheet               *sheet,
                      AtlasSheetMap            *map,
                      GPtrArray                *present,
                      const AtlasSheetSettings *settings,
                      GError                  **error)
{
  g_autoptr(AtlasSheetPlan) self = NULL;
  g_autoptr(AtlasSheetIndex) index = NULL;
  g_autoptr(GHashTable) children = NULL;
  g_autoptr(GHashTable) references = NULL;
  g_autofree guint *columns = g_new (guint, atlas_sheet_n_fields ());
  Maker maker;

  if (!atlas_sheet_map_check (map, sheet, error))
    return NULL;

  self = g_new0 (AtlasSheetPlan, 1);
  self->import = atlas_import_begin (NULL, NULL);
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) plan_line_free);
  index = atlas_sheet_index_new (present);
  children = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  references = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  maker = (Maker) { self, { sheet, map, index, settings, columns }, children, references };
  find_columns (&maker.reader);

  for (guint i = 0; i < atlas_sheet_n_rows (sheet); i++)
    if (!make_line (&maker, i, error))
      return NULL;
  atlas_import_finish (self->import);
  for (guint i = 0; i < self->lines->len; i++)
    settle_line (self, g_ptr_array_index (self->lines, i));

  return g_steal_pointer (&self);
}

void
atlas_sheet_plan_free (AtlasSheetPlan *self)
{
  atlas_import_unref (self->import);
  g_ptr_array_unref (self->lines);
  g_free (self);
}

/**
 * atlas_sheet_plan_get_import:
 * @self: a plan
 *
 * Returns: (transfer none): its records, one row each, and one for each line that is refused
 */
AtlasImport *
atlas_sheet_plan_get_import (AtlasSheetPlan *self)
{
  return self->import;
}

guint
atlas_sheet_plan_n_lines (AtlasSheetPlan *self)
{
  return self->lines->len;
}

const AtlasSheetLine *
atlas_sheet_plan_get_line (AtlasSheetPlan *self,
                           guint           line)
{
  g_return_val_if_fail (line < self->lines->len, NULL);

  return &((PlanLine *) g_ptr_array_index (self->lines, line))->line;
}

/**
 * atlas_sheet_plan_count:
 * @self: a plan
 * @state: a state
 *
 * Returns: how many lines come to that
 */
guint
atlas_sheet_plan_count (AtlasSheetPlan *self,
                        AtlasRowState   state)
{
  guint n = 0;

  for (guint i = 0; i < self->lines->len; i++)
    if (atlas_sheet_plan_get_line (self, i)->state == state)
      n++;

  return n;
}

/**
 * atlas_sheet_plan_count_open:
 * @self: a plan
 *
 * Returns: how many lines wait for somebody to say whether two children are one
 */
guint
atlas_sheet_plan_count_open (AtlasSheetPlan *self)
{
  guint n = 0;

  for (guint i = 0; i < self->lines->len; i++)
    {
      const AtlasSheetLine *line = atlas_sheet_plan_get_line (self, i);

      if (line->like != ATLAS_SHEET_LIKE_NONE && line->choice == ATLAS_SHEET_CHOICE_OPEN)
        n++;
    }

  return n;
}
