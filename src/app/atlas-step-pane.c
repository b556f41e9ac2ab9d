/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-step-pane.h"

#include <glib/gi18n.h>

#include "app/atlas-compat.h"
#include "app/atlas-fact-row.h"
#include "app/atlas-session-work.h"
#include "app/atlas-twin-watch.h"
#include "app/atlas-ui.h"
#include "app/atlas-view.h"
#include "records/atlas-codes.h"
#include "reports/atlas-step-plan.h"

/**
 * AtlasStepPane:
 *
 * The next step of a referral, whose it is and by when, and behind a button what its step needs and
 * what may follow. What nobody wrote is worked out, and says so.
 */
struct _AtlasStepPane
{
  AdwBin         parent_instance;

  GCancellable  *cancellable;
  char          *reference;     /* (nullable): of what is shown */
  AtlasDate      on;
  AtlasStepPlan *plan;          /* (nullable): NULL until read */
  char          *twins_shown;   /* (nullable): which twins have their buttons */

  /* Template */
  GtkBox        *twins;
  GtkLabel      *next_label;
  GtkLabel      *why_label;
  GtkWidget     *needs_button;
  GtkPopover    *popover;
  GtkListBox    *list;
};

G_DEFINE_FINAL_TYPE (AtlasStepPane, atlas_step_pane, ADW_TYPE_BIN)

/* Adds a row to the list, or to the row of a step that is folded. */
static void
add_row (GtkWidget *to,
         GtkWidget *row)
{
  if (ADW_IS_EXPANDER_ROW (to))
    adw_expander_row_add_row (ADW_EXPANDER_ROW (to), row);
  else
    gtk_list_box_append (GTK_LIST_BOX (to), row);
}

static void
add_need (GtkWidget               *to,
          const AtlasStepNeedLine *need)
{
  g_autofree char *words = atlas_words_step_need (need);
  GtkWidget *row = atlas_fact_row_new (_(need->need->label), words, need->need->source);

  if (!need->is_met && !need->is_asked)
    atlas_fact_row_set_mark (ATLAS_FACT_ROW (row),
                             need->passed != NULL ? _("Passed") : _("Missing"), NULL);
  add_row (to, row);
}

/* What is missing is seen before what is there. */
static void
add_needs (GtkWidget           *to,
           const AtlasStepLine *line,
           gboolean             is_met)
{
  for (guint i = 0; i < line->needs->len; i++)
    {
      const AtlasStepNeedLine *need = g_ptr_array_index (line->needs, i);

      if (need->is_met == is_met)
        add_need (to, need);
    }
}

static void
add_clocks (GtkWidget *to,
            GPtrArray *clocks,
            gboolean   is_start)
{
  for (guint i = 0; i < clocks->len; i++)
    {
      const AtlasStepClockLine *clock = g_ptr_array_index (clocks, i);
      const char *words = clock->running != NULL ? clock->running : _(clock->rule->words);
      g_autofree char *label = NULL;

      /* Translators: a clock, as "Day 6 education". */
      label = g_strdup_printf (is_start ? _("Starts: %s") : _("Stops: %s"), _(clock->rule->label));
      add_row (to, atlas_fact_row_new (label, words, clock->rule->source));
    }
}

static void
add_step (GtkWidget           *to,
          const AtlasStepLine *line)
{
  g_autofree char *takers = atlas_words_takers (line->rule);

  add_needs (to, line, FALSE);
  add_needs (to, line, TRUE);
  add_clocks (to, line->starts, TRUE);
  add_clocks (to, line->stops, FALSE);
  add_row (to, atlas_fact_row_new (_("Who may take it"), takers, line->rule->source));
}

static char *
word_line (const AtlasStepLine *line)
{
  guint n_missing = atlas_step_n_missing (line);

  if (line->why_not != NULL)
    return g_strdup (line->why_not);
  if (n_missing == 0)
    return g_strdup (_("Nothing is missing"));

  return g_strdup_printf (ngettext ("%u thing is missing", "%u things are missing", n_missing),
                          n_missing);
}

static void
add_following (GtkListBox          *list,
               const AtlasStepLine *line)
{
  const char *step = _(atlas_codes_label ("referral-step", line->rule->step));
  g_autofree char *words = word_line (line);
  g_autofree char *title = NULL;
  GtkWidget *fold = adw_expander_row_new ();

  /* Translators: a step that may follow, as "At panel". */
  title = g_strdup_printf (_("Then: %s"), step);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (fold), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (fold), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (fold), words);
  atlas_name_expander_row (ADW_EXPANDER_ROW (fold));
  add_step (fold, line);
  gtk_list_box_append (list, fold);
}

/* The rows are made when somebody looks at them. */
static void
fill_list (AtlasStepPane *self)
{
  const AtlasStepPlan *plan = self->plan;
  GtkWidget *row;

  if (plan == NULL)
    return;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);

  if (plan->present != NULL)
    add_step (GTK_WIDGET (self->list), plan->present);
  for (guint i = 0; i < plan->following->len; i++)
    add_following (self->list, g_ptr_array_index (plan->following, i));
}

static void
add_twin (AtlasStepPane   *self,
          const AtlasTwin *twin)
{
  g_autofree char *words = atlas_word_twin (twin, self->on);
  GtkWidget *label = gtk_label_new (words);
  GtkWidget *button;
  g_autofree char *route = NULL;
  g_autofree char *title = NULL;

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_box_append (self->twins, label);
  if (twin->reference == NULL)
    return;

  /* Translators: a reference. */
  title = g_strdup_printf (_("Open %s"), twin->reference);
  route = g_strdup_printf ("referral/%s", twin->reference);
  button = gtk_button_new_with_label (title);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  atlas_view_set_route (GTK_ACTIONABLE (button), route);
  gtk_box_append (self->twins, button);
}

/* The buttons stay while they say the same, so that a press is not lost when the page is read. */
static gboolean
has_same_twins (AtlasStepPane *self)
{
  g_autoptr(GString) now = g_string_new (NULL);
  gboolean is_same;

  for (guint i = 0; i < self->plan->twins->len; i++)
    {
      const AtlasTwin *twin = g_ptr_array_index (self->plan->twins, i);

      g_string_append_printf (now, "%s %s %d\n", atlas_record_get_id (ATLAS_RECORD (twin->child)),
                              twin->reference, twin->has_same_upn);
    }
  is_same = g_strcmp0 (self->twins_shown, now->str) == 0;
  g_free (self->twins_shown);
  self->twins_shown = g_strdup (now->str);

  return is_same;
}

static void
show_twins (AtlasStepPane *self)
{
  GtkWidget *old;

  if (has_same_twins (self))
    return;

  while ((old = gtk_widget_get_first_child (GTK_WIDGET (self->twins))) != NULL)
    gtk_box_remove (self->twins, old);
  for (guint i = 0; i < self->plan->twins->len; i++)
    add_twin (self, g_ptr_array_index (self->plan->twins, i));
  gtk_widget_set_visible (GTK_WIDGET (self->twins), self->plan->twins->len > 0);
}

/* What is worked out is not somebody's word, and says where it comes from. */
static char *
word_why (const AtlasStepPlan *plan)
{
  gboolean is_worked_out = plan->next_is_worked_out || plan->owner_is_worked_out ||
                           (plan->by_is_worked_out && plan->by != ATLAS_DATE_NONE);

  if (!is_worked_out)
    return NULL;
  if (plan->by_is_worked_out && plan->by_why != NULL)
    /* Translators: where a day comes from: a clock, or "2 days, set by this county". */
    return g_strdup_printf (_("Worked out from the step · the day from: %s"), plan->by_why);

  return g_strdup (_("Worked out from the step"));
}

static void
show_plan (AtlasStepPane *self)
{
  guint n_missing = self->plan->present != NULL ? atlas_step_n_missing (self->plan->present) : 0;
  g_autofree char *next = atlas_words_step_next (self->plan, self->on);
  g_autofree char *why = word_why (self->plan);
  g_autofree char *missing = NULL;

  gtk_label_set_label (self->next_label, next);
  gtk_label_set_label (self->why_label, why != NULL ? why : "");
  gtk_widget_set_visible (GTK_WIDGET (self->why_label), why != NULL);
  if (n_missing > 0)
    missing = g_strdup_printf (ngettext ("_What This Step Needs: %u missing",
                                         "_What This Step Needs: %u missing", n_missing),
                               n_missing);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->needs_button),
                             missing != NULL ? missing : _("_What This Step Needs"));
  if (gtk_widget_get_visible (GTK_WIDGET (self->popover)))
    fill_list (self);
  show_twins (self);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
}

/* The plan is read from a case of its own: what the page shows stays the page's. */
static gpointer
read_in_thread (AtlasStore   *store,
                gpointer      data,
                GCancellable *cancellable,
                GError      **error)
{
  AtlasAsked *asked = data;
  g_autoptr(AtlasReferralCase) referral_case = NULL;

  referral_case = atlas_store_read_referral_case (store, asked->of, asked->on, error);

  return referral_case != NULL ? atlas_step_plan_new (store, referral_case, error) : NULL;
}

static void
plan_read_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(AtlasStepPlan) plan = g_task_propagate_pointer (G_TASK (result), &error);
  AtlasStepPane *self;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self = user_data;
  if (plan == NULL)
    {
      g_warning ("Reading the next step: %s", error->message);
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      return;
    }

  g_clear_pointer (&self->plan, atlas_step_plan_free);
  self->plan = g_steal_pointer (&plan);
  show_plan (self);
}

static void
atlas_step_pane_dispose (GObject *object)
{
  AtlasStepPane *self = ATLAS_STEP_PANE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (atlas_step_pane_parent_class)->dispose (object);
}

static void
atlas_step_pane_finalize (GObject *object)
{
  AtlasStepPane *self = ATLAS_STEP_PANE (object);

  g_clear_pointer (&self->plan, atlas_step_plan_free);
  g_free (self->twins_shown);
  g_free (self->reference);

  G_OBJECT_CLASS (atlas_step_pane_parent_class)->finalize (object);
}

static void
atlas_step_pane_class_init (AtlasStepPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = atlas_step_pane_dispose;
  object_class->finalize = atlas_step_pane_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-step-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasStepPane, twins);
  gtk_widget_class_bind_template_child (widget_class, AtlasStepPane, next_label);
  gtk_widget_class_bind_template_child (widget_class, AtlasStepPane, why_label);
  gtk_widget_class_bind_template_child (widget_class, AtlasStepPane, needs_button);
  gtk_widget_class_bind_template_child (widget_class, AtlasStepPane, popover);
  gtk_widget_class_bind_template_child (widget_class, AtlasStepPane, list);
  gtk_widget_class_bind_template_callback (widget_class, fill_list);
}

static void
atlas_step_pane_init (AtlasStepPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * atlas_step_pane_show:
 * @session: the store
 * @referral_case: the referral that the page shows
 *
 * Works out what comes next, and shows it; what is shown stays until then.
 */
void
atlas_step_pane_show (AtlasStepPane     *self,
                      AtlasSession      *session,
                      AtlasReferralCase *referral_case)
{
  g_return_if_fail (ATLAS_IS_STEP_PANE (self));

  /* What is said of somebody else is not to be seen here, not even for a moment. */
  if (g_strcmp0 (self->reference, referral_case->referral->reference) != 0)
    {
      gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
      gtk_popover_popdown (self->popover);
      g_free (self->reference);
      self->reference = g_strdup (referral_case->referral->reference);
    }
  self->on = referral_case->on;
  atlas_renew_cancellable (&self->cancellable);
  atlas_session_ask_async (session, read_in_thread, self->reference,
                           (GDestroyNotify) atlas_step_plan_free, self->cancellable, plan_read_cb,
                           self);
}
