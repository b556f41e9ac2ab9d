/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-field-row.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/atlas-compat.h"
#include "app/atlas-date-row.h"
#include "app/atlas-fault.h"
#include "app/atlas-record-row.h"
#include "records/atlas-codes.h"

#define CODE "atlas-code"       /* of a check button: the element that it stands for */

struct _AtlasFieldRow
{
  const AtlasField *field;
  GtkWidget        *widget;     /* (unowned): the form's */
  GtkWidget        *to;         /* (nullable) (unowned): last day of a range */
  GPtrArray        *ticks;      /* (nullable) (element-type GtkWidget) (unowned): of a set */
};

typedef void (*Make) (AtlasFieldRow            *self,
                      AtlasForm                *form,
                      const char               *title,
                      json_t                   *value,
                      const AtlasRecordChoices *choices);

static void
make_text (AtlasFieldRow            *self,
           AtlasForm                *form,
           const char               *title,
           json_t                   *value,
           const AtlasRecordChoices *choices)
{
  g_autofree char *text = atlas_value_to_csv (self->field, value);

  self->widget = self->field->paragraph ? atlas_form_add_paragraph (form, title, text)
                                        : atlas_form_add_text (form, title, text);
}

static GtkWidget *
add_date (AtlasForm  *form,
          const char *title,
          const char *date)
{
  GtkWidget *row = atlas_date_row_new (title, atlas_date_parse (date));

  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (row), TRUE);
  atlas_form_add (form, row);

  return row;
}

static void
make_date (AtlasFieldRow            *self,
           AtlasForm                *form,
           const char               *title,
           json_t                   *value,
           const AtlasRecordChoices *choices)
{
  self->widget = add_date (form, title, json_string_value (value));
}

static void
make_range (AtlasFieldRow            *self,
            AtlasForm                *form,
            const char               *title,
            json_t                   *value,
            const AtlasRecordChoices *choices)
{
  self->widget = add_date (form, _("First day"), atlas_json_string (value, "from"));
  self->to = add_date (form, _("Last day"), atlas_json_string (value, "to"));
}

static GtkWidget *
add_choice (AtlasForm  *form,
            const char *title)
{
  GtkWidget *row = atlas_record_row_new (title);

  atlas_record_row_begin (ATLAS_RECORD_ROW (row), _("Not recorded"));
  atlas_form_add (form, row);

  return row;
}

static void
make_boolean (AtlasFieldRow            *self,
              AtlasForm                *form,
              const char               *title,
              json_t                   *value,
              const AtlasRecordChoices *choices)
{
  AtlasRecordRow *row = ATLAS_RECORD_ROW (add_choice (form, title));

  atlas_record_row_add (row, "yes", _("Yes"));
  atlas_record_row_add (row, "no", _("No"));
  if (json_is_boolean (value))
    atlas_record_row_set_id (row, json_is_true (value) ? "yes" : "no");
  self->widget = GTK_WIDGET (row);
}

/* Codes are dated: those of another day are not offered, but one that is chosen already stays. */
static gboolean
is_offered (const AtlasCode          *code,
            const AtlasRecordChoices *choices)
{
  return atlas_date_range_contains (code->valid, choices->on);
}

static void
make_code (AtlasFieldRow            *self,
           AtlasForm                *form,
           const char               *title,
           json_t                   *value,
           const AtlasRecordChoices *choices)
{
  g_autoptr(GPtrArray) codes = atlas_codes_list (self->field->codes);
  AtlasRecordRow *row = ATLAS_RECORD_ROW (add_choice (form, title));
  const char *chosen = json_string_value (value);

  for (guint i = 0; i < codes->len; i++)
    {
      const AtlasCode *code = g_ptr_array_index (codes, i);

      if (is_offered (code, choices) || g_strcmp0 (code->code, chosen) == 0)
        atlas_record_row_add (row, code->code, _(code->label));
    }
  atlas_record_row_set_id (row, chosen);
  self->widget = GTK_WIDGET (row);
}

static gboolean
has_element (json_t     *set,
             const char *element)
{
  for (gsize i = 0; i < json_array_size (set); i++)
    if (g_str_equal (json_string_value (json_array_get (set, i)), element))
      return TRUE;

  return FALSE;
}

static void
add_tick (AtlasFieldRow   *self,
          const AtlasCode *code,
          gboolean         is_ticked)
{
  GtkWidget *tick = gtk_check_button_new ();
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", _(code->label),
                                 "activatable-widget", tick, NULL);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (tick), is_ticked);
  gtk_widget_set_valign (tick, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (tick), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _(code->label), -1);
  g_object_set_data (G_OBJECT (tick), CODE, code->code);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), tick);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self->widget), row);
  g_ptr_array_add (self->ticks, tick);
}

/* What is ticked can be read without opening the row. */
static void
ticked_cb (AtlasFieldRow *self)
{
  g_autoptr(json_t) value = atlas_field_row_get_value (self);
  g_autofree char *text = atlas_value_format (self->field, value);

  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self->widget),
                                 *text != '\0' ? text : _("Not recorded"));
}

static void
make_set (AtlasFieldRow            *self,
          AtlasForm                *form,
          const char               *title,
          json_t                   *value,
          const AtlasRecordChoices *choices)
{
  g_autoptr(GPtrArray) codes = NULL;

  if (self->field->codes == NULL)
    {
      make_text (self, form, title, value, choices);
      return;
    }

  codes = atlas_codes_list (self->field->codes);
  self->widget = g_object_new (ADW_TYPE_EXPANDER_ROW, "use-markup", FALSE, "use-underline", TRUE,
                               "title", title, NULL);
  self->ticks = g_ptr_array_new ();
  for (guint i = 0; i < codes->len; i++)
    {
      const AtlasCode *code = g_ptr_array_index (codes, i);
      gboolean is_ticked = has_element (value, code->code);

      if (is_offered (code, choices) || is_ticked)
        add_tick (self, code, is_ticked);
    }
  for (guint i = 0; i < self->ticks->len; i++)
    g_signal_connect_swapped (g_ptr_array_index (self->ticks, i), "toggled",
                              G_CALLBACK (ticked_cb), self);
  atlas_name_expander_row (ADW_EXPANDER_ROW (self->widget));
  ticked_cb (self);
  atlas_form_add (form, self->widget);
}

static void
make_ref (AtlasFieldRow            *self,
          AtlasForm                *form,
          const char               *title,
          json_t                   *value,
          const AtlasRecordChoices *choices)
{
  AtlasRecordRow *row = ATLAS_RECORD_ROW (add_choice (form, title));
  GPtrArray *records = atlas_record_choices_get (choices, self->field->ref);

  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      AtlasRecord *record = g_ptr_array_index (records, i);
      g_autofree char *label = atlas_record_choices_label (choices, record);

      atlas_record_row_add (row, atlas_record_get_id (record), label);
    }
  atlas_record_row_set_id (row, json_string_value (value));
  self->widget = GTK_WIDGET (row);
}

/* Of what: any record about the child that has a day, and is not of this type itself. */
static void
make_subject (AtlasFieldRow            *self,
              AtlasForm                *form,
              const char               *title,
              json_t                   *value,
              const AtlasRecordChoices *choices)
{
  AtlasRecordRow *row = ATLAS_RECORD_ROW (add_choice (form, title));
  g_autofree char *chosen = value != NULL ? atlas_value_to_csv (self->field, value) : NULL;

  for (guint i = 0; i < choices->subjects->len; i++)
    {
      AtlasRecord *record = g_ptr_array_index (choices->subjects, i);
      g_autofree char *label = atlas_record_choices_label (choices, record);
      g_autofree char *id = g_strdup_printf ("%s/%s", atlas_record_get_record_type (record)->name,
                                             atlas_record_get_id (record));

      atlas_record_row_add (row, id, label);
    }
  atlas_record_row_set_id (row, chosen);
  self->widget = GTK_WIDGET (row);
}

/* In the order of AtlasKind. */
static const Make makers[] = {
  make_text, make_date, NULL, make_text, make_text, make_boolean, make_code, make_ref, make_set,
  make_range, make_subject, NULL,
};

/**
 * atlas_field_row_add:
 * @form: a form
 * @field: a field that people fill in
 * @title: what is asked, with a mnemonic
 * @value: (nullable): the value to begin with
 * @choices: what can be chosen from
 *
 * Adds the question at the end of the form.
 *
 * Returns: (transfer full): it; free it with the form
 */
AtlasFieldRow *
atlas_field_row_add (AtlasForm                *form,
                     const AtlasField         *field,
                     const char               *title,
                     json_t                   *value,
                     const AtlasRecordChoices *choices)
{
  AtlasFieldRow *self = g_new0 (AtlasFieldRow, 1);

  g_return_val_if_fail (makers[field->kind] != NULL, NULL);

  self->field = field;
  makers[field->kind] (self, form, title, value, choices);

  return self;
}

void
atlas_field_row_free (AtlasFieldRow *self)
{
  g_clear_pointer (&self->ticks, g_ptr_array_unref);
  g_free (self);
}

const AtlasField *
atlas_field_row_get_field (AtlasFieldRow *self)
{
  return self->field;
}

GtkWidget *
atlas_field_row_get_widget (AtlasFieldRow *self)
{
  return self->widget;
}

static json_t *
read_day (GtkWidget *row)
{
  AtlasDate day = atlas_date_row_get_date (ATLAS_DATE_ROW (row));
  g_autofree char *text = day != ATLAS_DATE_NONE ? atlas_date_format (day) : NULL;

  return text != NULL ? json_string (text) : NULL;
}

static json_t *
read_range (AtlasFieldRow *self)
{
  json_t *from = read_day (self->widget);
  json_t *to = read_day (self->to);
  json_t *range;

  if (from == NULL && to == NULL)
    return NULL;

  range = json_object ();
  if (from != NULL)
    json_object_set_new (range, "from", from);
  if (to != NULL)
    json_object_set_new (range, "to", to);

  return range;
}

static int
compare_codes (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char * const *) a, *(const char * const *) b);
}

static json_t *
read_ticks (AtlasFieldRow *self)
{
  g_autoptr(GPtrArray) codes = g_ptr_array_new ();
  json_t *set;

  for (guint i = 0; i < self->ticks->len; i++)
    {
      GtkWidget *tick = g_ptr_array_index (self->ticks, i);

      if (gtk_check_button_get_active (GTK_CHECK_BUTTON (tick)))
        g_ptr_array_add (codes, g_object_get_data (G_OBJECT (tick), CODE));
    }
  if (codes->len == 0)
    return NULL;

  g_ptr_array_sort (codes, compare_codes);
  set = json_array ();
  for (guint i = 0; i < codes->len; i++)
    json_array_append_new (set, json_string (g_ptr_array_index (codes, i)));

  return set;
}

static json_t *
read_choice (AtlasFieldRow *self)
{
  const char *id = atlas_record_row_get_id (ATLAS_RECORD_ROW (self->widget));
  json_t *value = NULL;

  if (id == NULL)
    return NULL;
  if (self->field->kind == ATLAS_KIND_BOOLEAN)
    return json_boolean (g_str_equal (id, "yes"));
  if (self->field->kind != ATLAS_KIND_SUBJECT)
    return json_string (id);

  return atlas_value_from_csv (self->field, id, &value, NULL) ? value : NULL;
}

static json_t *
read_text (AtlasFieldRow *self)
{
  g_autofree char *text = self->field->paragraph ? atlas_paragraph_dup (self->widget)
                                                 : atlas_entry_dup (GTK_EDITABLE (self->widget));
  json_t *value = NULL;

  if (text == NULL)
    return NULL;

  return atlas_value_from_csv (self->field, text, &value, NULL) ? value : NULL;
}

/**
 * atlas_field_row_get_value:
 *
 * Returns: (transfer full) (nullable): what was filled in, %NULL for nothing. What is no number
 *   comes as text, for atlas_slips_find() to see.
 */
json_t *
atlas_field_row_get_value (AtlasFieldRow *self)
{
  if (self->ticks != NULL)
    return read_ticks (self);
  if (self->field->kind == ATLAS_KIND_DATE)
    return read_day (self->widget);
  if (self->field->kind == ATLAS_KIND_RANGE)
    return read_range (self);
  if (ATLAS_IS_RECORD_ROW (self->widget))
    return read_choice (self);

  return read_text (self);
}

/**
 * atlas_field_row_find_unreadable:
 *
 * Returns: (transfer none) (nullable): where something stands that is no day
 */
GtkWidget *
atlas_field_row_find_unreadable (AtlasFieldRow *self)
{
  GtkWidget *days[] = { self->widget, self->to };

  for (gsize i = 0; i < G_N_ELEMENTS (days); i++)
    if (days[i] != NULL && ATLAS_IS_DATE_ROW (days[i]) &&
        !atlas_date_row_is_valid (ATLAS_DATE_ROW (days[i])))
      return days[i];

  return NULL;
}
