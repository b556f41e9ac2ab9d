/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is commissioned at a provision: its lines of places, contracts and checks, in forms. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-provision-records.h"

#include <glib/gi18n.h>

#include "app/atlas-fact-row.h"
#include "app/atlas-record-form.h"
#include "reports/atlas-record-words.h"

static GtkWidget *
make_button (const char *icon,
             const char *name,
             const char *action,
             const char *target)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", target);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, name);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  return button;
}

/**
 * atlas_provision_records_head:
 * @group: a list of records
 * @type: what they are
 *
 * Puts a button above a list that adds one more.
 */
void
atlas_provision_records_head (AdwPreferencesGroup *group,
                              const AtlasType     *type)
{
  /* Translators: a type of record: "Contract". */
  g_autofree char *name = g_strdup_printf (_("Add: %s"), _(type->label));

  adw_preferences_group_set_header_suffix (group, make_button ("atlas-add-symbolic", name,
                                                               "page.add-record", type->name));
}

/**
 * atlas_provision_records_tail:
 * @row: an #AtlasFactRow about it
 * @record: a record of the provision
 *
 * Puts a button at the end of a row that opens the form of its record.
 */
void
atlas_provision_records_tail (GtkWidget   *row,
                              AtlasRecord *record)
{
  const AtlasType *type = atlas_record_get_record_type (record);
  g_autofree char *target = g_strconcat (type->name, "/", atlas_record_get_id (record), NULL);
  g_autofree char *what = atlas_words_record (record);
  /* Translators: a record: "Contract 12". */
  g_autofree char *name = g_strdup_printf (_("Change: %s"), what);

  atlas_fact_row_add_suffix (ATLAS_FACT_ROW (row), make_button ("atlas-edit-symbolic", name,
                                                                "page.edit-record", target));
}

static const char *
name_contract (AtlasProvisionFile *file,
               const char         *id)
{
  for (guint i = 0; i < file->records->len; i++)
    if (g_strcmp0 (atlas_record_get_id (g_ptr_array_index (file->records, i)), id) == 0)
      return atlas_record_get_title (g_ptr_array_index (file->records, i));

  return NULL;
}

/* What stands above the row, what says where a figure is from, and what is said at length. */
static gboolean
is_said_elsewhere (const AtlasType  *type,
                   const AtlasField *field)
{
  static const char * const elsewhere[] = {
    "provision", "key", "invented", "claims", "source", "published", "checked", "confidence", NULL,
  };

  return g_strcmp0 (field->name, type->title) == 0 || field->paragraph ||
         g_strv_contains (elsewhere, field->name);
}

static char *
word_fact (AtlasProvisionFile *file,
           AtlasRecord        *record,
           const AtlasField   *field)
{
  g_autofree char *value = NULL;

  if (field->kind == ATLAS_KIND_REF)
    value = g_strdup (name_contract (file, atlas_record_get_text (record, field->name)));
  else
    value = atlas_record_format (record, field);
  if (value == NULL || *value == '\0')
    return NULL;

  /* Translators: what it is, and the value: "Unit cost (£): 18000". */
  return g_strdup_printf (_("%1$s: %2$s"), _(field->label), value);
}

static char *
word_facts (AtlasProvisionFile *file,
            AtlasRecord        *record)
{
  const AtlasType *type = atlas_record_get_record_type (record);
  g_autoptr(GString) facts = g_string_new (NULL);

  for (guint i = 0; i < type->n_fields; i++)
    {
      g_autofree char *fact = NULL;

      if (is_said_elsewhere (type, &type->fields[i]) ||
          !atlas_record_has (record, &type->fields[i]))
        continue;
      fact = word_fact (file, record, &type->fields[i]);
      if (fact != NULL)
        g_string_append_printf (facts, "%s%s", facts->len > 0 ? " · " : "", fact);
    }

  return g_string_free (g_steal_pointer (&facts), FALSE);
}

/* The lines of places of the day stand above with their figures. */
static gboolean
is_shown_above (AtlasProvisionFile *file,
                AtlasRecord        *record)
{
  for (guint i = 0; i < file->capacity->lines->len; i++)
    {
      AtlasCapacityLine *line = g_ptr_array_index (file->capacity->lines, i);

      if (g_strcmp0 (atlas_record_get_id (ATLAS_RECORD (line->line->place)),
                     atlas_record_get_id (record)) == 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * atlas_provision_records_show:
 * @group: a list that is on the page already
 * @file: what is known of a provision
 * @type: what to show: places, contracts or checks
 *
 * Adds the provision's records of a type, each with a button that opens its form. Lines of places
 * that have their figures on the page are not shown again.
 */
void
atlas_provision_records_show (AdwPreferencesGroup *group,
                              AtlasProvisionFile  *file,
                              const AtlasType     *type)
{
  atlas_provision_records_head (group, type);
  for (guint i = 0; i < file->records->len; i++)
    {
      AtlasRecord *record = g_ptr_array_index (file->records, i);
      g_autofree char *what = NULL;
      g_autofree char *facts = NULL;
      g_autoptr(json_t) is_invented = NULL;
      GtkWidget *row;

      if (atlas_record_get_record_type (record) != type || is_shown_above (file, record))
        continue;
      what = atlas_words_record (record);
      facts = word_facts (file, record);
      row = atlas_fact_row_new (what, facts, type == &atlas_place_type
                                ? _("Not commissioned on the day of this page") : NULL);
      is_invented = atlas_record_get_value (record, atlas_type_field (type, "invented"));
      if (json_is_true (is_invented))
        atlas_fact_row_set_mark (ATLAS_FACT_ROW (row), _("Demonstration"), "demonstration");
      atlas_provision_records_tail (row, record);
      adw_preferences_group_add (group, row);
    }
}

/**
 * atlas_provision_record_add:
 * @from: where it is asked for
 * @session: the store
 * @file: the provision
 * @type: name of a record type
 *
 * Asks for a new line of places, contract, check or activity.
 */
void
atlas_provision_record_add (GtkWidget          *from,
                            AtlasSession       *session,
                            AtlasProvisionFile *file,
                            const char         *type)
{
  AtlasRecordFormAsk ask = {
    .type = atlas_type_find (type), .about = atlas_record_get_title (file->record),
  };

  g_return_if_fail (ask.type != NULL);

  ask.given = json_pack ("{s:s}", "provision", atlas_record_get_id (file->record));
  if (atlas_session_is_demonstration (session))
    json_object_set_new (ask.given, "invented", json_true ());
  atlas_record_form_open (from, session, &ask);
}

/**
 * atlas_provision_record_edit:
 * @from: where it is asked for
 * @session: the store
 * @file: the provision
 * @target: `type/id` of a record of the provision
 *
 * Opens the form of a line of places, a contract or a check, or of the provision itself.
 */
void
atlas_provision_record_edit (GtkWidget          *from,
                             AtlasSession       *session,
                             AtlasProvisionFile *file,
                             const char         *target)
{
  g_auto(GStrv) parts = g_strsplit (target, "/", 2);
  AtlasRecordFormAsk ask = {
    .type = atlas_type_find (parts[0]), .id = parts[1],
    .about = atlas_record_get_title (file->record),
  };

  g_return_if_fail (ask.type != NULL && ask.id != NULL);

  ask.given = json_pack ("{s:s}", "provision", atlas_record_get_id (file->record));
  atlas_record_form_open (from, session, &ask);
}
