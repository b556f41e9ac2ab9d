/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-last-place-page.h"

#include <glib/gi18n.h>

#include "app/atlas-date-row.h"
#include "app/atlas-fact-row.h"
#include "app/atlas-referral-verb-form.h"
#include "app/atlas-referral-verbs.h"
#include "app/atlas-session-work.h"
#include "app/atlas-ui.h"
#include "app/atlas-view.h"
#include "reports/atlas-check-words.h"
#include "reports/atlas-last-place.h"
#include "store/atlas-last-place-changes.h"

#define PAGE         "last-place" /* in a route: referral/K7-204?page=last-place&place=… */
#define PARAM_PLACE  "place"
#define PARAM_STARTS "starts"
#define PARAM_END    "end"
#define PARAM_USE_BY "use-by"     /* a hold; without it an offer */

/* In the order in which every form of this page asks. */
enum { ROW_REASON, ROW_BY, ROW_DAY, ROW_ROLE = ROW_DAY, ROW_FIRST_DAY, ROW_LAST_DAY };

/**
 * AtlasLastPlacePage:
 *
 * A place is wanted for a child and none is free: who else has been promised one, and what can be
 * done. Nothing is decided by a number; each way out is one change with Undo, made offline as well.
 */
struct _AtlasLastPlacePage
{
  AdwBin               parent_instance;

  AtlasSession        *session;         /* (nullable): NULL until given */
  GCancellable        *cancellable;
  AtlasRoute          *route;           /* (nullable): NULL until shown */
  AtlasLastPlace      *shown;           /* (nullable): until it is read */
  GPtrArray           *rows;            /* (element-type GtkWidget) (unowned): promises, choices */

  /* Template */
  GtkLabel            *title;
  GtkLabel            *figures;
  GtkLabel            *intro;
  AdwPreferencesGroup *promised;
  AdwPreferencesGroup *choices;
};

G_DEFINE_FINAL_TYPE (AtlasLastPlacePage, atlas_last_place_page, ADW_TYPE_BIN)

/* Those who may write both the promise and on whose word it stands (data/roles.csv). */
static const char * const deciders[] = { "area_lead", "panel_chair", "county_officer" };

static AtlasDate
get_day (AtlasLastPlacePage *self,
         const char         *param)
{
  return atlas_date_parse (atlas_route_get_param (self->route, param));
}

static gboolean
is_hold (AtlasLastPlacePage *self)
{
  return get_day (self, PARAM_USE_BY) != ATLAS_DATE_NONE;
}

/* The form stands on the page that the change leads to. */
static AtlasChangeSet *
lead_to_referral (AtlasVerbForm  *verb,
                  AtlasChangeSet *set)
{
  g_autoptr(AtlasRoute) route = atlas_route_new ("referral",
                                                 verb->referral_case->referral->reference);
  g_autofree char *text = atlas_route_format (route);

  if (verb->from != NULL)
    atlas_view_go (verb->from, text);
  return set;
}

static AtlasVerbForm *
begin_form (AtlasLastPlacePage *self,
            const char         *title,
            const char         *button,
            AtlasVerbMake       make)
{
  AtlasVerbForm *verb = atlas_verb_form_new (GTK_WIDGET (self), self->session,
                                             self->shown->referral_case, title, button, make);

  verb->extra = g_object_ref (self);
  verb->extra_free = g_object_unref;
  atlas_verb_form_add (verb, atlas_form_add_text (verb->form, _("_Reason"), NULL));

  return verb;
}

/* Reads on whose word it is done; says beside the field what is missing. */
static gboolean
read_word (AtlasVerbForm *verb,
           char         **reason,
           char         **by)
{
  *reason = atlas_verb_form_dup_text (verb, ROW_REASON);
  *by = atlas_verb_form_dup_text (verb, ROW_BY);

  if (*reason == NULL)
    atlas_verb_form_refuse (verb, ROW_REASON, _("Say why; the reason stays on record."));
  else if (*by == NULL)
    atlas_verb_form_refuse (verb, ROW_BY, _("Say who decides this."));

  return *reason != NULL && *by != NULL;
}

static AtlasChangeSet *
make_ask (AtlasVerbForm *verb)
{
  AtlasLastPlacePage *self = verb->extra;
  AtlasDate answer_by = atlas_verb_form_get_date (verb, ROW_DAY);
  g_autofree char *reason = NULL;
  g_autofree char *by = NULL;
  AtlasLastPlaceWord word = { 0 };

  if (!read_word (verb, &reason, &by))
    return NULL;
  if (answer_by != ATLAS_DATE_NONE && answer_by < verb->referral_case->on)
    return atlas_verb_form_refuse (verb, ROW_DAY,
                                   _("That day is past. Give today or a later day."));

  word.reason = reason;
  word.by_name = by;
  return lead_to_referral (verb, atlas_last_place_ask_set (verb->referral_case,
                                                           self->shown->line->provision, &word,
                                                           answer_by));
}

static void
ask_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  AtlasLastPlacePage *self = ATLAS_LAST_PLACE_PAGE (widget);
  AtlasVerbForm *verb = begin_form (self, _("Ask for One More Place"), _("_Ask"), make_ask);

  atlas_verb_form_add (verb, atlas_form_add_text (verb->form, _("Asked _by"), NULL));
  atlas_verb_form_add_date (verb, _("_Answer by"), ATLAS_DATE_NONE);
  atlas_form_set_intro (verb->form, _("This records who asks and why. Telephone or write to the "
                                      "provision as well; the answer is the referral’s next "
                                      "step."));
  gtk_window_present (GTK_WINDOW (verb->form));
}

static AtlasChangeSet *
make_promise (AtlasVerbForm *verb)
{
  AtlasLastPlacePage *self = verb->extra;
  AtlasPlaceLine *line = self->shown->line;
  AtlasDate first = atlas_verb_form_get_date (verb, ROW_FIRST_DAY);
  AtlasDate last = is_hold (self) ? ATLAS_DATE_NONE
                                  : atlas_verb_form_get_date (verb, ROW_LAST_DAY);
  guint role = adw_combo_row_get_selected (ADW_COMBO_ROW (verb->rows[ROW_ROLE]));
  g_autofree char *reason = NULL;
  g_autofree char *by = NULL;
  AtlasLastPlaceWord word = { 0 };

  if (!read_word (verb, &reason, &by))
    return NULL;
  if (is_hold (self) && (first == ATLAS_DATE_NONE || first < verb->referral_case->on))
    return atlas_verb_form_refuse (verb, ROW_FIRST_DAY,
                                   _("Say by which day the place will be used, today or later"));
  if (last != ATLAS_DATE_NONE && first != ATLAS_DATE_NONE && last < first)
    return atlas_verb_form_refuse (verb, ROW_LAST_DAY, _("The planned end is before the start"));

  word.reason = reason;
  word.by_name = by;
  word.role = deciders[MIN (role, G_N_ELEMENTS (deciders) - 1)];
  return lead_to_referral (verb, is_hold (self)
                           ? atlas_last_place_hold_set (verb->referral_case, line->place,
                                                        line->provision, first, &word)
                           : atlas_last_place_offer_set (verb->referral_case, line->place,
                                                         line->provision, first, last, &word));
}

/* Who uses the program decides, if they may; otherwise they say who did. */
static guint
find_role (AtlasLastPlacePage *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (deciders); i++)
    if (g_strcmp0 (deciders[i], atlas_session_get_role (self->session)) == 0)
      return i;

  return 0;
}

static void
anyway_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  AtlasLastPlacePage *self = ATLAS_LAST_PLACE_PAGE (widget);
  const char *labels[G_N_ELEMENTS (deciders) + 1] = { NULL };
  AtlasVerbForm *verb = begin_form (self, is_hold (self) ? _("Hold over the Number")
                                                         : _("Offer over the Number"),
                                    is_hold (self) ? _("_Hold") : _("_Offer"), make_promise);

  for (guint i = 0; i < G_N_ELEMENTS (deciders); i++)
    labels[i] = atlas_words_role (deciders[i]);
  atlas_verb_form_add (verb, atlas_form_add_text (verb->form, _("_Decided by"), NULL));
  atlas_verb_form_add (verb, atlas_form_add_choice (verb->form, _("_As"), labels,
                                                    find_role (self)));
  if (is_hold (self))
    atlas_verb_form_add_date (verb, _("_Use by"), get_day (self, PARAM_USE_BY));
  else
    {
      atlas_verb_form_add_date (verb, _("_Starts"), get_day (self, PARAM_STARTS));
      atlas_verb_form_add_date (verb, _("Planned _end"), get_day (self, PARAM_END));
    }
  atlas_form_set_intro (verb->form, _("There will be more children than places. The provision and "
                                      "the county see why, and who decided it."));
  gtk_window_present (GTK_WINDOW (verb->form));
}

static AtlasChangeSet *
make_wait (AtlasVerbForm *verb)
{
  AtlasLastPlacePage *self = verb->extra;
  g_autofree char *reason = atlas_verb_form_dup_text (verb, ROW_REASON);

  return lead_to_referral (verb, atlas_last_place_wait_set (verb->referral_case,
                                                            self->shown->line->provision,
                                                            reason));
}

static void
wait_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasVerbForm *verb = begin_form (ATLAS_LAST_PLACE_PAGE (widget), _("Put on the Waiting List"),
                                    _("_Wait"), make_wait);

  atlas_form_set_intro (verb->form, _("The child waits for a place here; the finder and the "
                                      "provision’s page count who waits."));
  gtk_window_present (GTK_WINDOW (verb->form));
}

static void
go_to_finder (AtlasLastPlacePage *self)
{
  g_autoptr(AtlasRoute) route = NULL;
  g_autofree char *text = NULL;

  route = atlas_route_new ("referral", self->shown->referral_case->referral->reference);
  atlas_route_set_param (route, "page", "places");
  text = atlas_route_format (route);
  atlas_view_go (GTK_WIDGET (self), text);
}

static void
find_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasLastPlacePage *self = ATLAS_LAST_PLACE_PAGE (widget);
  AtlasChangeSet *set = atlas_last_place_find_set (self->shown->referral_case,
                                                   self->shown->line->provision);

  if (atlas_change_set_n_ops (set) > 0)
    atlas_referral_do (widget, self->session, set);
  else
    atlas_change_set_unref (set);
  go_to_finder (self);
}

/* A place has become free meanwhile: it is offered or held as any other. */
static void
free_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  AtlasLastPlacePage *self = ATLAS_LAST_PLACE_PAGE (widget);
  const char *place = atlas_record_get_id (ATLAS_RECORD (self->shown->line->place));

  if (is_hold (self))
    atlas_referral_ask_hold (widget, self->session, self->shown->referral_case, place);
  else
    atlas_referral_ask_offer_of (widget, self->session, self->shown->referral_case, place);
}

static void
add_choice (AtlasLastPlacePage *self,
            const char         *title,
            const char         *detail,
            const char         *button_label,
            const char         *action)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (button_label);
  g_autofree char *escaped = g_markup_escape_text (title, -1);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, detail, -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), escaped);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), detail);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  adw_preferences_group_add (self->choices, row);
  g_ptr_array_add (self->rows, row);
}

static void
add_choices (AtlasLastPlacePage *self)
{
  const char *name = self->shown->line->provision->name;
  g_autofree char *ask = NULL;

  if (self->shown->is_free)
    {
      add_choice (self, is_hold (self) ? _("Hold the place that is free")
                                       : _("Offer the place that is free"),
                  _("A place has become free since."), is_hold (self) ? _("_Hold…") : _("_Offer…"),
                  "last-place.free");
      return;
    }

  /* Translators: a provision. */
  ask = g_strdup_printf (_("Ask %s for one more place"), name);
  add_choice (self, ask, _("Records who asks and why; the answer is the next step."), _("_Ask…"),
              "last-place.ask");
  if (is_hold (self))
    add_choice (self, _("Hold one over the number"),
                _("Whoever may decide goes on, with a reason and as what."), _("_Hold…"),
                "last-place.anyway");
  else
    add_choice (self, _("Offer one over the number"),
                _("Whoever may decide goes on, with a reason and as what."), _("_Offer…"),
                "last-place.anyway");
  add_choice (self, _("Keep what was promised, and find another place"),
              _("Opens the places that fit this child."), _("_Find"), "last-place.find");
  if (atlas_last_place_may_wait (self->shown->referral_case))
    add_choice (self, _("Wait for a place here"), _("Puts the child on the waiting list."),
                _("_Wait…"), "last-place.wait");
}

static void
add_promises (AtlasLastPlacePage *self)
{
  GPtrArray *promises = self->shown->promises;

  for (guint i = 0; i < promises->len; i++)
    {
      AtlasPromise *promise = g_ptr_array_index (promises, i);
      GtkWidget *row = atlas_fact_row_new (promise->label != NULL ? promise->label
                                                                  : _("Not on this laptop"),
                                           promise->text, promise->label != NULL
                                           ? promise->mark_reason
                                           : _("Made by people whose children are not shown here"));

      atlas_fact_row_set_route (ATLAS_FACT_ROW (row), promise->route);
      adw_preferences_group_add (self->promised, row);
      g_ptr_array_add (self->rows, row);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->promised), promises->len > 0);
}

static const char *
word_intro (AtlasLastPlacePage *self)
{
  AtlasReferralCase *referral_case = self->shown->referral_case;

  if (referral_case->offer != NULL || referral_case->placement != NULL)
    return _("This child has been offered a place already, or has started. There is nothing to "
             "decide here.");
  if (self->shown->is_free)
    return _("A place is free here now.");
  if (!self->shown->free.is_known)
    return _("How many places are free is not known, because no return has come. Ask the provision "
             "before a place is promised.");

  return _("No place is free here, and nothing has been promised to this child. Who is to have a "
           "place is for people to decide; each way out can be undone.");
}

static void
clear_rows (AtlasLastPlacePage *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i);

      if (gtk_widget_is_ancestor (row, GTK_WIDGET (self->choices)))
        adw_preferences_group_remove (self->choices, row);
      else
        adw_preferences_group_remove (self->promised, row);
    }
  g_ptr_array_set_size (self->rows, 0);
}

static void
show_text (GtkLabel   *label,
           const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static void
show_facts (AtlasLastPlacePage *self)
{
  AtlasReferralCase *referral_case = self->shown->referral_case;
  gboolean is_open = referral_case->offer == NULL && referral_case->placement == NULL;

  show_text (self->title, self->shown->title);
  show_text (self->figures, self->shown->free.is_known ? self->shown->figures : NULL);
  show_text (self->intro, word_intro (self));
  add_promises (self);
  if (is_open)
    add_choices (self);
  gtk_widget_set_visible (GTK_WIDGET (self->choices), is_open);
}

static void
facts_read_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  AtlasLastPlace *shown = g_task_propagate_pointer (G_TASK (result), &error);
  AtlasLastPlacePage *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  clear_rows (self);
  g_clear_pointer (&self->shown, atlas_last_place_free);
  self->shown = shown;
  if (shown != NULL)
    {
      show_facts (self);
      return;
    }

  show_text (self->title, _("Nothing to Decide"));
  show_text (self->figures, NULL);
  show_text (self->intro, _("This referral or this place is not on this laptop."));
  gtk_widget_set_visible (GTK_WIDGET (self->promised), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->choices), FALSE);
}

/* What is read, on its way to the reading thread. */
typedef struct {
  char     *reference;
  char     *place;
  AtlasDate on;
} Request;

static void
request_free (Request *request)
{
  g_free (request->reference);
  g_free (request->place);
  g_free (request);
}

static gpointer
read_in_thread (AtlasStore   *store,
                gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  Request *request = data;

  return atlas_last_place_new (store, request->reference, request->place, request->on, error);
}

static void
atlas_last_place_page_dispose (GObject *object)
{
  AtlasLastPlacePage *self = ATLAS_LAST_PLACE_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (atlas_last_place_page_parent_class)->dispose (object);
}

static void
atlas_last_place_page_finalize (GObject *object)
{
  AtlasLastPlacePage *self = ATLAS_LAST_PLACE_PAGE (object);

  g_clear_pointer (&self->route, atlas_route_free);
  g_clear_pointer (&self->shown, atlas_last_place_free);
  g_ptr_array_unref (self->rows);

  G_OBJECT_CLASS (atlas_last_place_page_parent_class)->finalize (object);
}

static void
atlas_last_place_page_class_init (AtlasLastPlacePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = atlas_last_place_page_dispose;
  object_class->finalize = atlas_last_place_page_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-last-place-page.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasLastPlacePage, title);
  gtk_widget_class_bind_template_child (widget_class, AtlasLastPlacePage, figures);
  gtk_widget_class_bind_template_child (widget_class, AtlasLastPlacePage, intro);
  gtk_widget_class_bind_template_child (widget_class, AtlasLastPlacePage, promised);
  gtk_widget_class_bind_template_child (widget_class, AtlasLastPlacePage, choices);

  gtk_widget_class_install_action (widget_class, "last-place.ask", NULL, ask_action);
  gtk_widget_class_install_action (widget_class, "last-place.anyway", NULL, anyway_action);
  gtk_widget_class_install_action (widget_class, "last-place.find", NULL, find_action);
  gtk_widget_class_install_action (widget_class, "last-place.wait", NULL, wait_action);
  gtk_widget_class_install_action (widget_class, "last-place.free", NULL, free_action);
}

static void
atlas_last_place_page_init (AtlasLastPlacePage *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
atlas_last_place_page_set_session (AtlasLastPlacePage *self,
                                   AtlasSession       *session)
{
  g_return_if_fail (ATLAS_IS_LAST_PLACE_PAGE (self));

  g_set_object (&self->session, session);
}

/**
 * atlas_last_place_page_set_route:
 * @route: of this page; atlas_last_place_page_refresh() reads what it is about
 */
void
atlas_last_place_page_set_route (AtlasLastPlacePage *self,
                                 const AtlasRoute   *route)
{
  g_return_if_fail (ATLAS_IS_LAST_PLACE_PAGE (self));

  g_clear_pointer (&self->route, atlas_route_free);
  self->route = atlas_route_copy (route);
}

void
atlas_last_place_page_refresh (AtlasLastPlacePage *self)
{
  Request *request;

  g_return_if_fail (ATLAS_IS_LAST_PLACE_PAGE (self));

  if (self->route == NULL || atlas_session_get_state (self->session) != ATLAS_SESSION_READY)
    return;

  request = g_new0 (Request, 1);
  request->reference = g_strdup (atlas_route_get_key (self->route));
  request->place = g_strdup (atlas_route_get_param (self->route, PARAM_PLACE));
  request->on = atlas_session_get_as_of (self->session);
  atlas_renew_cancellable (&self->cancellable);
  atlas_session_read_async (self->session, read_in_thread, request, (GDestroyNotify) request_free,
                            (GDestroyNotify) atlas_last_place_free, self->cancellable,
                            facts_read_cb, self);
}

static void
set_day (AtlasRoute *route,
         const char *param,
         AtlasDate   day)
{
  g_autofree char *text = day != ATLAS_DATE_NONE ? atlas_date_format (day) : NULL;

  if (text != NULL)
    atlas_route_set_param (route, param, text);
}

static AtlasRoute *
begin_route (const char *reference,
             const char *place)
{
  AtlasRoute *route = atlas_route_new ("referral", reference);

  atlas_route_set_param (route, "page", PAGE);
  atlas_route_set_param (route, PARAM_PLACE, place);

  return route;
}

/**
 * atlas_last_place_page_route:
 * @reference: of the referral whose child is to be offered a place
 * @place: id of the line of places
 * @starts: as it was asked for, or %ATLAS_DATE_NONE
 * @planned_end: as it was asked for, or %ATLAS_DATE_NONE
 *
 * Returns: the page that decides it
 */
char *
atlas_last_place_page_route (const char *reference,
                             const char *place,
                             AtlasDate   starts,
                             AtlasDate   planned_end)
{
  g_autoptr(AtlasRoute) route = begin_route (reference, place);

  set_day (route, PARAM_STARTS, starts);
  set_day (route, PARAM_END, planned_end);

  return atlas_route_format (route);
}

/**
 * atlas_last_place_page_route_hold:
 * @reference: of the referral for whose child a place is to be held
 * @place: id of the line of places
 * @use_by: the last day that it is to be held
 *
 * Returns: the page that decides it
 */
char *
atlas_last_place_page_route_hold (const char *reference,
                                  const char *place,
                                  AtlasDate   use_by)
{
  g_autoptr(AtlasRoute) route = begin_route (reference, place);

  set_day (route, PARAM_USE_BY, use_by);

  return atlas_route_format (route);
}
