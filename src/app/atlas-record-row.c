/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-record-row.h"

#include <glib/gi18n.h>

#include "app/atlas-cell.h"
#include "app/atlas-compat.h"
#include "app/atlas-ui.h"
#include "reports/atlas-words.h"

/**
 * AtlasRecordRow:
 *
 * A row in which one record of many is chosen, or none; typing finds it. A record that is chosen
 * and cannot be any more, as a school that has closed, stays until another is chosen.
 */
struct _AtlasRecordRow
{
  AdwActionRow parent_instance;

  GPtrArray   *records;         /* (nullable) (element-type AtlasRecord): NULL until given */
  char        *kept;            /* (nullable): id chosen that is none of them */

  /* Template */
  GtkDropDown *choice;
};

G_DEFINE_FINAL_TYPE (AtlasRecordRow, atlas_record_row, ADW_TYPE_ACTION_ROW)

static char *
find_label (AtlasRecordRow *self)
{
  g_auto(GStrv) parts = g_strsplit (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)),
                                    "_", 2);

  return g_strjoinv ("", parts);
}

static void
titled_cb (AtlasRecordRow *self)
{
  g_autofree char *label = find_label (self);

  if (*label != '\0')
    atlas_name_drop_down (self->choice, label);
}

static void
atlas_record_row_finalize (GObject *object)
{
  AtlasRecordRow *self = ATLAS_RECORD_ROW (object);

  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_free (self->kept);

  G_OBJECT_CLASS (atlas_record_row_parent_class)->finalize (object);
}

static void
atlas_record_row_class_init (AtlasRecordRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = atlas_record_row_finalize;

  g_type_ensure (ATLAS_TYPE_CELL);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-record-row.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasRecordRow, choice);
  gtk_widget_class_bind_template_callback (widget_class, titled_cb);
}

static void
atlas_record_row_init (AtlasRecordRow *self)
{
  g_autoptr(GtkExpression) text = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));

  text = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  gtk_drop_down_set_expression (self->choice, text);
}

/**
 * atlas_record_row_new:
 * @title: what is asked, with a mnemonic
 */
GtkWidget *
atlas_record_row_new (const char *title)
{
  return g_object_new (ATLAS_TYPE_RECORD_ROW, "title", title, NULL);
}

/**
 * atlas_record_row_set_records:
 * @records: (element-type AtlasRecord): what can be chosen
 * @none: what the row says while none is
 *
 * Gives the row its records. None is chosen then.
 */
void
atlas_record_row_set_records (AtlasRecordRow *self,
                              GPtrArray      *records,
                              const char     *none)
{
  g_autoptr(GtkStringList) labels = gtk_string_list_new (NULL);

  g_return_if_fail (ATLAS_IS_RECORD_ROW (self));

  gtk_string_list_append (labels, none);
  for (guint i = 0; i < records->len; i++)
    {
      AtlasRecord *record = g_ptr_array_index (records, i);

      if (atlas_record_get_record_type (record) == &atlas_area_type)
        gtk_string_list_take (labels, atlas_words_area ((AtlasArea *) record));
      else
        gtk_string_list_append (labels, atlas_record_get_title (record));
    }

  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->kept, g_free);
  self->records = g_ptr_array_ref (records);
  gtk_drop_down_set_model (self->choice, G_LIST_MODEL (labels));
}

static guint
find_record (AtlasRecordRow *self,
             const char     *id)
{
  for (guint i = 0; self->records != NULL && i < self->records->len; i++)
    if (g_str_equal (atlas_record_get_id (g_ptr_array_index (self->records, i)), id))
      return i + 1;

  return 0;
}

/**
 * atlas_record_row_set_id:
 * @id: (nullable): the record chosen, after atlas_record_row_set_records()
 */
void
atlas_record_row_set_id (AtlasRecordRow *self,
                         const char     *id)
{
  GtkStringList *labels;
  guint selected;

  g_return_if_fail (ATLAS_IS_RECORD_ROW (self));

  selected = id != NULL ? find_record (self, id) : 0;
  if (id != NULL && selected == 0 && self->records != NULL)
    {
      labels = GTK_STRING_LIST (gtk_drop_down_get_model (self->choice));
      g_free (self->kept);
      self->kept = g_strdup (id);
      selected = self->records->len + 1;
      if (g_list_model_get_n_items (G_LIST_MODEL (labels)) == selected)
        gtk_string_list_append (labels, _("As it is now"));
    }
  gtk_drop_down_set_selected (self->choice, selected);
}

/**
 * atlas_record_row_get_id:
 *
 * Returns: (nullable): id of the record chosen
 */
const char *
atlas_record_row_get_id (AtlasRecordRow *self)
{
  guint selected;

  g_return_val_if_fail (ATLAS_IS_RECORD_ROW (self), NULL);

  selected = gtk_drop_down_get_selected (self->choice);
  if (self->records == NULL || selected == 0 || selected == GTK_INVALID_LIST_POSITION)
    return NULL;
  if (selected > self->records->len)
    return self->kept;

  return atlas_record_get_id (g_ptr_array_index (self->records, selected - 1));
}
