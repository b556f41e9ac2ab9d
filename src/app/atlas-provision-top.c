/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-provision-top.h"

#include <glib/gi18n.h>

#include "app/atlas-check-list.h"
#include "app/atlas-fact-row.h"
#include "app/atlas-place-row.h"
#include "app/atlas-provision-records.h"
#include "app/atlas-provision-returns.h"
#include "app/atlas-ui.h"
#include "app/atlas-wrap.h"
#include "records/atlas-codes.h"
#include "reports/atlas-words.h"

/**
 * AtlasProvisionTop:
 *
 * What stands above a provision's facts: how many places are free, its lines of places, what can be
 * done, the places held and the returns that came.
 */
struct _AtlasProvisionTop
{
  AdwBin               parent_instance;

  /* Template */
  GtkLabel            *finding;
  AdwPreferencesGroup *places;
  GtkWidget           *verbs;
  AtlasCheckList      *checks;
  AdwPreferencesGroup *holds;
  AdwPreferencesGroup *returns;
  AdwPreferencesGroup *contracts;
  AdwPreferencesGroup *provider_checks;
};

G_DEFINE_FINAL_TYPE (AtlasProvisionTop, atlas_provision_top, ADW_TYPE_BIN)

static void
atlas_provision_top_class_init (AtlasProvisionTopClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (ATLAS_TYPE_CHECK_LIST);

  g_type_ensure (ATLAS_TYPE_WRAP);
  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-provision-top.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasProvisionTop, finding);
  gtk_widget_class_bind_template_child (widget_class, AtlasProvisionTop, places);
  gtk_widget_class_bind_template_child (widget_class, AtlasProvisionTop, verbs);
  gtk_widget_class_bind_template_child (widget_class, AtlasProvisionTop, checks);
  gtk_widget_class_bind_template_child (widget_class, AtlasProvisionTop, holds);
  gtk_widget_class_bind_template_child (widget_class, AtlasProvisionTop, returns);
  gtk_widget_class_bind_template_child (widget_class, AtlasProvisionTop, contracts);
  gtk_widget_class_bind_template_child (widget_class, AtlasProvisionTop, provider_checks);
}

static void
atlas_provision_top_init (AtlasProvisionTop *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static char *
describe_service (AtlasPlace *place)
{
  const char *phase = place->phase != NULL ? atlas_codes_label ("phase", place->phase) : NULL;
  const char *service = place->service != NULL ? atlas_codes_label ("service", place->service)
                                               : _("Places");

  return phase != NULL ? g_strdup_printf ("%s · %s", service, phase) : g_strdup (service);
}

static void
mark_invented (GtkWidget *row,
               gboolean   is_invented)
{
  if (is_invented)
    atlas_fact_row_set_mark (ATLAS_FACT_ROW (row), _("Demonstration"), "demonstration");
}

static char *
describe_kept (const AtlasCapacityLine *line)
{
  int n_respite = (int) line->line->place->respite_kept;
  g_autofree char *places = NULL;

  places = g_strdup_printf (ngettext ("%d place commissioned, %d kept for Day 6",
                                      "%d places commissioned, %d kept for Day 6",
                                      line->free.commissioned),
                            line->free.commissioned, line->free.day6_kept);
  if (n_respite == 0)
    return g_steal_pointer (&places);

  /* Translators: "10 places commissioned, 2 kept for Day 6", and how many are kept for respite. */
  return g_strdup_printf (_("%1$s, %2$d for respite"), places, n_respite);
}

static void
show_places (AtlasProvisionTop *self,
             AtlasCapacity     *capacity)
{
  for (guint i = 0; i < capacity->lines->len; i++)
    {
      AtlasCapacityLine *line = g_ptr_array_index (capacity->lines, i);
      g_autoptr(AtlasPlaceRow) summary = atlas_place_row_new (line, capacity->on);
      g_autofree char *service = describe_service (line->line->place);
      g_autofree char *detail = describe_kept (line);
      GtkWidget *row;

      row = atlas_fact_row_new (service, atlas_place_row_get_summary (summary), detail);
      mark_invented (row, line->line->place->invented);
      atlas_provision_records_tail (row, ATLAS_RECORD (line->line->place));
      adw_preferences_group_add (self->places, row);
    }
}

static GtkWidget *
make_release (AtlasHold *hold)
{
  GtkWidget *button = gtk_button_new_with_label (_("Release"));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "page.release");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s",
                                    atlas_record_get_id (ATLAS_RECORD (hold)));

  return button;
}

static void
show_holds (AtlasProvisionTop *self,
            GPtrArray         *holds)
{
  for (guint i = 0; i < holds->len; i++)
    {
      AtlasHold *hold = g_ptr_array_index (holds, i);
      g_autofree char *use_by = atlas_date_format_long (hold->use_by);
      g_autofree char *value = g_strdup_printf (_("To be used by %s"), use_by);
      g_autofree char *label = g_strdup_printf (ngettext ("%d place held", "%d places held",
                                                          (int) hold->places), (int) hold->places);
      const char *standing = g_strcmp0 (hold->allocation, "over") == 0
                             ? _("More children than places: the panels concerned are asked")
                             : hold->reason;
      GtkWidget *row = atlas_fact_row_new (label, value, standing);

      atlas_fact_row_add_suffix (ATLAS_FACT_ROW (row), make_release (hold));
      mark_invented (row, hold->invented);
      adw_preferences_group_add (self->holds, row);
    }

  gtk_widget_set_visible (GTK_WIDGET (self->holds), holds->len > 0);
}

static char *
describe_place (AtlasCapacity *capacity,
                const char    *id)
{
  for (guint i = 0; i < capacity->lines->len; i++)
    {
      AtlasCapacityLine *line = g_ptr_array_index (capacity->lines, i);

      if (g_strcmp0 (atlas_record_get_id (ATLAS_RECORD (line->line->place)), id) == 0)
        return describe_service (line->line->place);
    }

  return NULL;
}

/* Until a newer return has come. */
static void
show_asked (AtlasProvisionTop  *self,
            AtlasProvisionFile *file)
{
  AtlasDate asked = atlas_provision_asked_on (file);
  g_autofree char *day = atlas_date_format_long (asked);

  if (asked != ATLAS_DATE_NONE)
    adw_preferences_group_add (self->returns,
                               atlas_fact_row_new (_("Asked for again"), day, NULL));
}

static void
show_returns (AtlasProvisionTop *self,
              AtlasCapacity     *capacity,
              GPtrArray         *returns)
{
  g_autofree char *due = NULL;

  due = atlas_words_return_window (&capacity->total.returns);
  adw_preferences_group_set_description (self->returns, due);
  for (guint i = 0; i < returns->len; i++)
    {
      AtlasReturn *one = g_ptr_array_index (returns, i);
      g_autofree char *day = atlas_date_format_long (one->as_at);
      g_autofree char *place = describe_place (capacity, one->place);
      g_autofree char *label = place != NULL ? g_strdup_printf ("%s · %s", day, place)
                                             : g_strdup (day);
      g_autofree char *value = g_strdup_printf (ngettext ("%d child on roll", "%d children on roll",
                                                          (int) one->on_roll), (int) one->on_roll);
      const char *how = one->how != NULL ? atlas_codes_label ("return-how", one->how) : NULL;
      g_autofree char *source = how != NULL && one->said_by != NULL
                                ? g_strdup_printf ("%s · %s", how, one->said_by) : g_strdup (how);
      GtkWidget *row = atlas_fact_row_new (label, value, source);

      mark_invented (row, one->invented);
      adw_preferences_group_add (self->returns, row);
    }

  gtk_widget_set_visible (GTK_WIDGET (self->returns), capacity->lines->len > 0);
}

static char *
describe_finding (AtlasCapacity *capacity)
{
  if (capacity->lines->len == 0)
    return g_strdup (_("No line of commissioned places is known"));

  return atlas_words_free (&capacity->total);
}

/**
 * atlas_provision_top_new:
 * @file: what is known of the provision
 * @session: where to ask what is to be checked
 */
GtkWidget *
atlas_provision_top_new (AtlasProvisionFile *file,
                         AtlasSession       *session)
{
  AtlasProvisionTop *self = g_object_new (ATLAS_TYPE_PROVISION_TOP, NULL);
  g_autofree char *finding = describe_finding (file->capacity);

  gtk_label_set_label (self->finding, finding);
  show_places (self, file->capacity);
  atlas_provision_records_show (self->places, file, &atlas_place_type);
  atlas_provision_records_show (self->contracts, file, &atlas_contract_type);
  atlas_provision_records_show (self->provider_checks, file, &atlas_check_type);
  show_holds (self, file->holds);
  show_asked (self, file);
  show_returns (self, file->capacity, file->returns);
  gtk_widget_set_visible (self->verbs, file->capacity->lines->len > 0);
  atlas_check_list_show_provision (self->checks, session, atlas_record_get_id (file->record));

  return GTK_WIDGET (self);
}
