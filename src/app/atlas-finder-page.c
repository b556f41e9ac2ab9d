/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-finder-page.h"

#include <glib/gi18n.h>

#include "app/atlas-compat.h"
#include "app/atlas-finder-row.h"
#include "app/atlas-referral-verbs.h"
#include "app/atlas-session-work.h"
#include "app/atlas-ui.h"
#include "app/atlas-view.h"
#include "app/atlas-wrap.h"
#include "base/atlas-error.h"
#include "records/atlas-codes.h"
#include "reports/atlas-words.h"
#include "rules/atlas-school-year.h"

#define PAGE_WAIT     "wait"
#define PAGE_FOUND    "found"
#define PAGE_MISSING  "missing"
#define YEAR_FIRST    0         /* Reception */
#define YEAR_LAST     13

/* The miles that can be chosen, after "any distance". */
static const int miles[] = { 3, 5, 10, 20 };
static const int hours_a_week[] = { 10, 15, 18, 21, 25 };

/**
 * AtlasFinderPage:
 *
 * The places that there are for the child of a referral: those that fit first, and of every other
 * what stands in the way.
 */
struct _AtlasFinderPage
{
  AdwBin         parent_instance;

  AtlasSession  *session;       /* (nullable): NULL until given */
  GCancellable  *cancellable;
  char          *reference;     /* (nullable) */
  AtlasFinder   *shown;         /* (nullable): NULL until read */
  gboolean       is_filling;    /* the filters are being set, not chosen */

  /* Template */
  GtkStack      *stack;
  AdwStatusPage *missing;
  GtkLabel      *finding;
  GtkLabel      *need;
  GtkDropDown   *phase;
  GtkDropDown   *year;
  GtkDropDown   *within;
  GtkDropDown   *hours;
  GtkEntry      *needs_by;
  GtkLabel      *fault;
  GtkListBox    *list;
};

G_DEFINE_FINAL_TYPE (AtlasFinderPage, atlas_finder_page, ADW_TYPE_BIN)

typedef struct {
  char              *reference;
  char              *phase;
  AtlasFinderOptions options;
} Request;

static void
request_free (Request *request)
{
  g_free (request->reference);
  g_free (request->phase);
  g_free (request);
}

static gpointer
find_in_thread (AtlasStore   *store,
                gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  Request *request = data;

  return atlas_finder_new (store, request->reference, &request->options, error);
}

static void
show_rows (AtlasFinderPage *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < self->shown->results->len; i++)
    gtk_list_box_append (self->list,
                         atlas_finder_row_new (self->shown,
                                               g_ptr_array_index (self->shown->results, i)));
}

static void
show_found (AtlasFinderPage *self)
{
  const AtlasFindNeed *need = &self->shown->need;
  gboolean can_offer = atlas_referral_can (self->shown->referral_case, ATLAS_REFERRAL_VERB_OFFER);
  g_autofree char *finding = atlas_finder_word_finding (self->shown);
  g_autofree char *year = atlas_words_year_group (need->year_group);
  g_autofree char *day = atlas_date_format_near (need->on, self->shown->on);
  g_autofree char *today = atlas_date_format_long (self->shown->on);
  g_autofree char *words = NULL;
  g_autofree char *age = NULL;
  int years = atlas_finder_get_age (self->shown);

  if (years >= 0)
    /* Translators: a school year, and years of age: "Year 9, aged 14". */
    age = g_strdup_printf (_("%1$s, aged %2$d"), year, years);
  gtk_entry_set_placeholder_text (self->needs_by, today);
  /* Translators: a school year; a town; a date. */
  words = g_strdup_printf (_("%1$s · %2$s · needs a place by %3$s"), age != NULL ? age : year,
                           need->town != NULL ? need->town : _("home town not known"), day);
  if (need->is_day6)
    {
      g_autofree char *plain = g_steal_pointer (&words);

      words = g_strdup_printf (_("%s · owed education by Day 6"), plain);
    }
  atlas_say (self->finding, finding);
  gtk_label_set_label (self->need, words);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "finder.offer", can_offer);
  show_rows (self);
  gtk_stack_set_visible_child_name (self->stack, PAGE_FOUND);
}

static void
show_missing (AtlasFinderPage *self,
              const GError    *error)
{
  gboolean is_absent = g_error_matches (error, ATLAS_ERROR, ATLAS_ERROR_NOT_FOUND);

  adw_status_page_set_title (self->missing, is_absent ? _("This referral is not on this laptop")
                                                      : _("The places could not be read"));
  adw_status_page_set_description (self->missing, is_absent ? NULL : error->message);
  gtk_stack_set_visible_child_name (self->stack, PAGE_MISSING);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  AtlasFinder *found = g_task_propagate_pointer (G_TASK (result), &error);
  AtlasFinderPage *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  g_clear_pointer (&self->shown, atlas_finder_free);
  self->shown = found;
  if (found != NULL)
    show_found (self);
  else
    show_missing (self, error);
}

/* An empty day is today's; one that is none says so, and nothing else changes. */
static gboolean
read_day (AtlasFinderPage *self,
          AtlasDate       *day)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->needs_by));
  gboolean is_given = *text != '\0';

  *day = is_given ? atlas_date_parse_typed (text) : ATLAS_DATE_NONE;
  if (is_given && *day == ATLAS_DATE_NONE)
    atlas_say (self->fault, _("Give the day that a place is needed by, as 20 November 2026"));
  else if (is_given && *day < atlas_session_get_as_of (self->session))
    atlas_say (self->fault, _("That day is past. Give today or a later day."));
  else
    {
      gtk_widget_set_visible (GTK_WIDGET (self->fault), FALSE);
      return TRUE;
    }

  gtk_widget_set_visible (GTK_WIDGET (self->fault), TRUE);
  return FALSE;
}

static void
search (AtlasFinderPage *self)
{
  g_autoptr(GPtrArray) phases = atlas_codes_list ("phase");
  AtlasFinderOptions options = ATLAS_FINDER_OPTIONS_INIT;
  guint phase = gtk_drop_down_get_selected (self->phase);
  guint year = gtk_drop_down_get_selected (self->year);
  guint within = gtk_drop_down_get_selected (self->within);
  guint hours = gtk_drop_down_get_selected (self->hours);
  Request *request;

  options.on = atlas_session_get_as_of (self->session);
  if (!read_day (self, &options.needs_by))
    return;

  request = g_new0 (Request, 1);
  request->reference = g_strdup (self->reference);
  if (phase > 0 && phase <= phases->len)
    request->phase = g_strdup (((AtlasCode *) g_ptr_array_index (phases, phase - 1))->code);
  options.phase = request->phase;
  if (year > 0)
    options.year_group = YEAR_FIRST + (int) year - 1;
  if (within > 0 && within <= G_N_ELEMENTS (miles))
    options.within = miles[within - 1];
  if (hours > 0 && hours <= G_N_ELEMENTS (hours_a_week))
    options.hours = hours_a_week[hours - 1];
  request->options = options;

  atlas_renew_cancellable (&self->cancellable);
  atlas_session_read_async (self->session, find_in_thread, request, (GDestroyNotify) request_free,
                            (GDestroyNotify) atlas_finder_free, self->cancellable, found_cb, self);
}

static void
filter_changed_cb (AtlasFinderPage *self)
{
  if (!self->is_filling && self->reference != NULL && self->session != NULL)
    search (self);
}

static void
row_activated_cb (AtlasFinderPage *self,
                  AtlasFinderRow  *row)
{
  atlas_view_go (GTK_WIDGET (self), atlas_finder_row_get_route (row));
}

static void
do_action (GtkWidget  *widget,
           const char *name,
           GVariant   *parameter)
{
  AtlasFinderPage *self = ATLAS_FINDER_PAGE (widget);
  const char *place = g_variant_get_string (parameter, NULL);

  if (self->shown == NULL)
    return;

  if (g_str_equal (name, "finder.offer"))
    atlas_referral_ask_offer_of (widget, self->session, self->shown->referral_case, place);
  else
    atlas_referral_ask_hold (widget, self->session, self->shown->referral_case, place);
}

static void
atlas_finder_page_dispose (GObject *object)
{
  AtlasFinderPage *self = ATLAS_FINDER_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (atlas_finder_page_parent_class)->dispose (object);
}

static void
atlas_finder_page_finalize (GObject *object)
{
  AtlasFinderPage *self = ATLAS_FINDER_PAGE (object);

  g_clear_pointer (&self->shown, atlas_finder_free);
  g_free (self->reference);

  G_OBJECT_CLASS (atlas_finder_page_parent_class)->finalize (object);
}

static void
atlas_finder_page_class_init (AtlasFinderPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = atlas_finder_page_dispose;
  object_class->finalize = atlas_finder_page_finalize;

  g_type_ensure (ATLAS_TYPE_WRAP);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-finder-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasFinderPage, stack);
  gtk_widget_class_bind_template_child (widget_class, AtlasFinderPage, missing);
  gtk_widget_class_bind_template_child (widget_class, AtlasFinderPage, finding);
  gtk_widget_class_bind_template_child (widget_class, AtlasFinderPage, need);
  gtk_widget_class_bind_template_child (widget_class, AtlasFinderPage, phase);
  gtk_widget_class_bind_template_child (widget_class, AtlasFinderPage, year);
  gtk_widget_class_bind_template_child (widget_class, AtlasFinderPage, within);
  gtk_widget_class_bind_template_child (widget_class, AtlasFinderPage, hours);
  gtk_widget_class_bind_template_child (widget_class, AtlasFinderPage, needs_by);
  gtk_widget_class_bind_template_child (widget_class, AtlasFinderPage, fault);
  gtk_widget_class_bind_template_child (widget_class, AtlasFinderPage, list);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);

  gtk_widget_class_install_action (widget_class, "finder.hold", "s", do_action);
  gtk_widget_class_install_action (widget_class, "finder.offer", "s", do_action);
}

static void
fill_filters (AtlasFinderPage *self)
{
  g_autoptr(GPtrArray) codes = atlas_codes_list ("phase");
  g_autoptr(GtkStringList) phases = gtk_string_list_new (NULL);
  g_autoptr(GtkStringList) years = gtk_string_list_new (NULL);
  g_autoptr(GtkStringList) distances = gtk_string_list_new (NULL);
  g_autoptr(GtkStringList) hours = gtk_string_list_new (NULL);

  gtk_string_list_append (phases, _("Phase of the year"));
  for (guint i = 0; i < codes->len; i++)
    gtk_string_list_append (phases, _(((AtlasCode *) g_ptr_array_index (codes, i))->label));

  gtk_string_list_append (years, _("The child’s year"));
  for (int year = YEAR_FIRST; year <= YEAR_LAST; year++)
    gtk_string_list_take (years, atlas_words_year_group (year));

  gtk_string_list_append (distances, _("Any distance"));
  for (gsize i = 0; i < G_N_ELEMENTS (miles); i++)
    gtk_string_list_take (distances, g_strdup_printf (ngettext ("Within %d mile", "Within %d miles",
                                                                miles[i]), miles[i]));

  gtk_drop_down_set_model (self->phase, G_LIST_MODEL (phases));
  gtk_drop_down_set_model (self->year, G_LIST_MODEL (years));
  gtk_string_list_append (hours, _("Any hours"));
  for (gsize i = 0; i < G_N_ELEMENTS (hours_a_week); i++)
    gtk_string_list_take (hours, g_strdup_printf (ngettext ("At least %d hour a week",
                                                            "At least %d hours a week",
                                                            hours_a_week[i]), hours_a_week[i]));

  gtk_drop_down_set_model (self->hours, G_LIST_MODEL (hours));
  gtk_drop_down_set_model (self->within, G_LIST_MODEL (distances));
}

static void
atlas_finder_page_init (AtlasFinderPage *self)
{
  self->is_filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  atlas_name_drop_down (self->phase, _("Phase"));
  atlas_name_drop_down (self->year, _("School year"));
  atlas_name_drop_down (self->within, _("Distance"));
  atlas_name_drop_down (self->hours, _("Hours a week"));
  fill_filters (self);
  self->is_filling = FALSE;
}

void
atlas_finder_page_set_session (AtlasFinderPage *self,
                               AtlasSession    *session)
{
  g_return_if_fail (ATLAS_IS_FINDER_PAGE (self));

  g_set_object (&self->session, session);
}

/**
 * atlas_finder_page_set_reference:
 * @reference: of the referral; atlas_finder_page_refresh() looks
 *
 * Another referral begins with no filter.
 */
void
atlas_finder_page_set_reference (AtlasFinderPage *self,
                                 const char      *reference)
{
  g_return_if_fail (ATLAS_IS_FINDER_PAGE (self));

  if (g_strcmp0 (self->reference, reference) == 0)
    return;

  g_free (self->reference);
  self->reference = g_strdup (reference);
  g_clear_pointer (&self->shown, atlas_finder_free);
  self->is_filling = TRUE;
  gtk_drop_down_set_selected (self->phase, 0);
  gtk_drop_down_set_selected (self->year, 0);
  gtk_drop_down_set_selected (self->within, 0);
  gtk_drop_down_set_selected (self->hours, 0);
  gtk_editable_set_text (GTK_EDITABLE (self->needs_by), "");
  self->is_filling = FALSE;
  gtk_stack_set_visible_child_name (self->stack, PAGE_WAIT);
}

void
atlas_finder_page_refresh (AtlasFinderPage *self)
{
  g_return_if_fail (ATLAS_IS_FINDER_PAGE (self));

  if (self->reference != NULL && atlas_session_get_state (self->session) == ATLAS_SESSION_READY)
    search (self);
}
