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
 * A row in which one of many is chosen, or none; typing finds it. They are records, or anything
 * else that has an id and a name. A record that is chosen and cannot be any more, as a school that
 * has closed, stays until another is chosen.
 */
struct _AtlasRecordRow
{
  AdwActionRow parent_instance;

  GPtrArray   *ids;             /* (nullable) (element-type utf8): NULL until given */

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

  g_clear_pointer (&self->ids, g_ptr_array_unref);

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
 * atlas_record_row_begin:
 * @none: what the row says while nothing is chosen
 *
 * Takes all choices away. None is chosen then.
 */
void
atlas_record_row_begin (AtlasRecordRow *self,
                        const char     *none)
{
  const char *labels[] = { none, NULL };
  g_autoptr(GtkStringList) model = gtk_string_list_new (labels);

  g_return_if_fail (ATLAS_IS_RECORD_ROW (self));

  g_clear_pointer (&self->ids, g_ptr_array_unref);
  self->ids = g_ptr_array_new_with_free_func (g_free);
  gtk_drop_down_set_model (self->choice, G_LIST_MODEL (model));
}

/**
 * atlas_record_row_add:
 * @id: what atlas_record_row_get_id() gives when it is chosen
 * @label: what people read
 *
 * Adds a choice at the end, after atlas_record_row_begin().
 */
void
atlas_record_row_add (AtlasRecordRow *self,
                      const char     *id,
                      const char     *label)
{
  g_return_if_fail (ATLAS_IS_RECORD_ROW (self));
  g_return_if_fail (self->ids != NULL);

  gtk_string_list_append (GTK_STRING_LIST (gtk_drop_down_get_model (self->choice)), label);
  g_ptr_array_add (self->ids, g_strdup (id));
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
  atlas_record_row_begin (self, none);
  for (guint i = 0; i < records->len; i++)
    {
      AtlasRecord *record = g_ptr_array_index (records, i);
      gboolean is_area = atlas_record_get_record_type (record) == &atlas_area_type;
      g_autofree char *area = is_area ? atlas_words_area ((AtlasArea *) record) : NULL;

      atlas_record_row_add (self, atlas_record_get_id (record),
                            is_area ? area : atlas_record_get_title (record));
    }
}

static guint
find_choice (AtlasRecordRow *self,
             const char     *id)
{
  for (guint i = 0; self->ids != NULL && i < self->ids->len; i++)
    if (g_str_equal (g_ptr_array_index (self->ids, i), id))
      return i + 1;

  return 0;
}

/**
 * atlas_record_row_set_id:
 * @id: (nullable): what is chosen, after all choices were given
 */
void
atlas_record_row_set_id (AtlasRecordRow *self,
                         const char     *id)
{
  guint selected;

  g_return_if_fail (ATLAS_IS_RECORD_ROW (self));

  selected = id != NULL ? find_choice (self, id) : 0;
  if (id != NULL && selected == 0 && self->ids != NULL)
    {
      atlas_record_row_add (self, id, _("As it is now"));
      selected = self->ids->len;
    }
  gtk_drop_down_set_selected (self->choice, selected);
}

/**
 * atlas_record_row_get_id:
 *
 * Returns: (nullable): id of what is chosen
 */
const char *
atlas_record_row_get_id (AtlasRecordRow *self)
{
  guint selected;

  g_return_val_if_fail (ATLAS_IS_RECORD_ROW (self), NULL);

  selected = gtk_drop_down_get_selected (self->choice);
  if (self->ids == NULL || selected == 0 || selected > self->ids->len)
    return NULL;

  return g_ptr_array_index (self->ids, selected - 1);
}
