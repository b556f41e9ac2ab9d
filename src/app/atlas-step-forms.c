/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Taking a step that changes nothing but the referral, or that closes it. The form asks for what
 * the step itself needs to know and for what is missing; what is left open goes on with a reason.
 */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-step-forms.h"

#include <glib/gi18n.h>

#include "app/atlas-referral-choices.h"
#include "app/atlas-referral-verb-form.h"
#include "app/atlas-referral-verbs.h"
#include "app/atlas-session-work.h"
#include "app/atlas-tier-choice.h"
#include "app/atlas-window.h"
#include "reports/atlas-check-words.h"

#define OUTCOMES    "placement-outcome"
#define KINDS       "referral-kind"
#define REVIEW_DAYS 14          /* until a review, to begin with */
#define NO_ROW      G_MAXUINT

/* What a step's form asks for itself. */
typedef struct {
  AtlasReferralVerb verb;
  const char       *title;
  const char       *button;
  const char       *intro;      /* (nullable) */
  const char       *reason;     /* (nullable): what to call the reason; NULL asks for none */
  const char       *no_reason;  /* (nullable): what to say without one; NULL lets it be */
} StepForm;

static const StepForm forms[] = {
  { ATLAS_REFERRAL_VERB_SEND, N_("Send the Referral"), N_("_Send"), NULL, NULL, NULL },
  { ATLAS_REFERRAL_VERB_LOOK_AT, N_("Look at the Referral"), N_("_Look At"), NULL, NULL, NULL },
  { ATLAS_REFERRAL_VERB_TO_PANEL, N_("Take It to a Panel"), N_("To _Panel"), NULL, NULL, NULL },
  { ATLAS_REFERRAL_VERB_NOT_AGREE, N_("Not Agreed"), N_("_Record"),
    N_("No place is offered. It can be looked at again later."), N_("_Why it is not agreed"),
    N_("Say why, so that the next step fits better") },
  { ATLAS_REFERRAL_VERB_END, N_("End the Referral"), N_("_End"), NULL, N_("Wh_y it ends"),
    N_("Say why it ends, or what happened next") },
  { ATLAS_REFERRAL_VERB_WAIT, N_("Put on the Waiting List"), N_("_Put on List"), NULL,
    N_("_What it waits for"), N_("Say what it waits for, as “a place in Year 9”") },
  { ATLAS_REFERRAL_VERB_REVIEW, N_("Under Review"), N_("_Record"),
    N_("The placement goes on while it is looked at."), N_("_What is looked at"), NULL },
  { ATLAS_REFERRAL_VERB_RESUME, N_("Back to Started"), N_("_Record"), NULL, NULL, NULL },
  { ATLAS_REFERRAL_VERB_MOVE_ON, N_("Moved On"), N_("_Record"),
    N_("The placement ends, and its place is free again."), N_("Wh_y, if that needs saying"),
    NULL },
  { ATLAS_REFERRAL_VERB_REOPEN, N_("Reopen the Referral"), N_("_Reopen"),
    N_("It is looked at again. What happened before stays on record."),
    N_("_Why it is opened again"),
    N_("Say why it is opened again") },
};

/* A form as it is filled in. Rows are numbers of the verb form's rows, or NO_ROW. */
typedef struct {
  const StepForm *form;
  GPtrArray      *missing;      /* (element-type AtlasStepNeed) */
  GStrv           roles;        /* that may go on without what is missing */
  guint           day;
  guint           review;
  guint           outcome;
  guint           reason;
  guint           kind;
  guint           tier;
  guint           about;
  guint           panel;
  guint           child_view;
  guint           family_view;
  guint           pass_reason;
  guint           pass_by;
  guint           pass_role;
} Asking;

static void
asking_free (gpointer data)
{
  Asking *asking = data;

  g_ptr_array_unref (asking->missing);
  g_strfreev (asking->roles);
  g_free (asking);
}

static const StepForm *
find_form (AtlasReferralVerb verb)
{
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    if (forms[i].verb == verb)
      return &forms[i];

  return NULL;
}

static gboolean
closes (AtlasReferralVerb verb)
{
  return verb == ATLAS_REFERRAL_VERB_END || verb == ATLAS_REFERRAL_VERB_MOVE_ON;
}

static gboolean
is_missing (Asking     *asking,
            const char *id)
{
  return g_ptr_array_find (asking->missing, atlas_step_need_find (id), NULL);
}

static char *
text_of (AtlasVerbForm *verb,
         guint          row)
{
  return row != NO_ROW ? atlas_verb_form_dup_text (verb, row) : NULL;
}

/* Writes what was filled in; gives whether a need is met by it. */
static gboolean
fill_need (AtlasVerbForm       *verb,
           AtlasChangeSet      *set,
           const AtlasStepNeed *need)
{
  Asking *asking = verb->extra;
  AtlasRecord *referral = ATLAS_RECORD (verb->referral_case->referral);
  AtlasChild *child = verb->referral_case->child;
  g_autofree char *about = NULL;
  g_autofree char *view = NULL;
  g_autofree char *family = NULL;
  const char *chosen = NULL;

  if (g_str_equal (need->id, "kind"))
    {
      chosen = atlas_verb_form_get_code (verb, asking->kind, KINDS);
      atlas_change_set_set_text (set, referral, "kind", chosen);
      return chosen != NULL;
    }
  if (g_str_equal (need->id, "tier"))
    {
      guint tier = adw_combo_row_get_selected (ADW_COMBO_ROW (verb->rows[asking->tier]));

      atlas_change_set_set (set, referral, "tier", tier > 0 ? json_integer (tier) : NULL);
      return tier > 0;
    }
  if (g_str_equal (need->id, "about"))
    {
      about = text_of (verb, asking->about);
      atlas_change_set_set_text (set, referral, "about", about);
      return about != NULL;
    }
  if (g_str_equal (need->id, "panel"))
    {
      chosen = atlas_verb_form_get_id (verb, asking->panel);
      atlas_change_set_set_text (set, referral, "panel", chosen);
      return chosen != NULL;
    }
  if (!g_str_equal (need->id, "views"))
    return FALSE;

  view = text_of (verb, asking->child_view);
  family = text_of (verb, asking->family_view);
  atlas_change_set_set_text (set, ATLAS_RECORD (child), "child_view", view);
  atlas_change_set_set_text (set, ATLAS_RECORD (child), "family_view", family);
  return view != NULL && family != NULL;
}

/* Gives whether the step may go on: what is missing is filled in, or passed by somebody. */
static gboolean
fill_missing (AtlasVerbForm  *verb,
              AtlasChangeSet *set)
{
  Asking *asking = verb->extra;
  g_autofree char *reason = text_of (verb, asking->pass_reason);
  g_autofree char *by = text_of (verb, asking->pass_by);

  for (guint i = 0; i < asking->missing->len; i++)
    {
      const AtlasStepNeed *need = g_ptr_array_index (asking->missing, i);
      g_autofree char *fault = NULL;
      guint role;

      if (fill_need (verb, set, need))
        continue;
      if (reason == NULL)
        {
          /* Translators: what is missing, in a sentence. */
          fault = g_strdup_printf (_("%s Fill it in above, or say here why it goes on without."),
                                   _(need->missing));
          atlas_verb_form_refuse (verb, asking->pass_reason, fault);
          return FALSE;
        }
      if (by == NULL)
        {
          atlas_verb_form_refuse (verb, asking->pass_by, _("Say who decides this."));
          return FALSE;
        }
      role = adw_combo_row_get_selected (ADW_COMBO_ROW (verb->rows[asking->pass_role]));
      atlas_referral_pass (set, verb->referral_case, need, reason, by, asking->roles[role]);
    }

  return TRUE;
}

static AtlasChangeSet *
make_close (AtlasVerbForm *verb,
            const char    *reason)
{
  Asking *asking = verb->extra;
  AtlasPlacement *placement = verb->referral_case->placement;
  AtlasDate last = atlas_verb_form_get_date (verb, asking->day);
  const char *outcome = NULL;

  if (asking->outcome != NO_ROW)
    outcome = atlas_verb_form_get_code (verb, asking->outcome, OUTCOMES);
  if (last == ATLAS_DATE_NONE)
    return atlas_verb_form_refuse (verb, asking->day, _("Give the last day, as 20 November 2026"));
  if (placement != NULL && last < placement->starts)
    return atlas_verb_form_refuse (verb, asking->day,
                                   _("That is before the child started. Give a later day."));
  if (asking->form->verb == ATLAS_REFERRAL_VERB_MOVE_ON && outcome == NULL)
    return atlas_verb_form_refuse (verb, asking->outcome, _("Choose where the child went"));
  if (asking->form->no_reason != NULL && reason == NULL && outcome == NULL)
    return atlas_verb_form_refuse (verb, asking->reason, _(asking->form->no_reason));

  return atlas_referral_close_set (verb->referral_case, asking->form->verb, last, outcome, reason);
}

static AtlasChangeSet *
make_step (AtlasVerbForm *verb)
{
  Asking *asking = verb->extra;
  g_autofree char *reason = text_of (verb, asking->reason);
  g_autoptr(AtlasChangeSet) set = NULL;

  if (closes (asking->form->verb))
    set = make_close (verb, reason);
  else if (asking->form->no_reason != NULL && reason == NULL)
    return atlas_verb_form_refuse (verb, asking->reason, _(asking->form->no_reason));
  else
    set = atlas_referral_step_set (verb->referral_case, asking->form->verb, reason);

  if (set == NULL)
    return NULL;
  if (asking->review != NO_ROW)
    {
      AtlasDate review = atlas_verb_form_get_date (verb, asking->review);

      if (review == ATLAS_DATE_NONE || review < verb->referral_case->on)
        return atlas_verb_form_refuse (verb, asking->review,
                                       _("Give the day by which it is reviewed, as 20 November "
                                         "2026; it must not lie behind"));
      atlas_change_set_set_date (set, ATLAS_RECORD (verb->referral_case->referral), "review_by",
                                 review);
    }

  return fill_missing (verb, set) ? g_steal_pointer (&set) : NULL;
}

static guint
last_row (AtlasVerbForm *verb)
{
  return verb->n_rows - 1;
}

static void
add_own_rows (AtlasVerbForm *verb,
              Asking        *asking)
{
  AtlasDate on = verb->referral_case->on;
  gboolean is_placed = verb->referral_case->placement != NULL;

  if (closes (asking->form->verb))
    {
      atlas_verb_form_add_date (verb, _("_Last day"), on);
      asking->day = last_row (verb);
    }
  if (asking->form->verb == ATLAS_REFERRAL_VERB_MOVE_ON ||
      (asking->form->verb == ATLAS_REFERRAL_VERB_END && is_placed))
    {
      atlas_verb_form_add_codes (verb, _("_What happened next"), OUTCOMES, NULL);
      asking->outcome = last_row (verb);
    }
  if (asking->form->verb == ATLAS_REFERRAL_VERB_REVIEW)
    {
      atlas_verb_form_add_date (verb, _("_Review by"), on + REVIEW_DAYS);
      asking->review = last_row (verb);
    }
  if (asking->form->reason != NULL)
    {
      atlas_verb_form_add (verb, atlas_form_add_text (verb->form, _(asking->form->reason), NULL));
      asking->reason = last_row (verb);
    }
}

static void
add_views (AtlasVerbForm *verb,
           Asking        *asking)
{
  AtlasChild *child = verb->referral_case->child;

  atlas_verb_form_add_paragraph (verb, _("What the _child wants"), child->child_view);
  asking->child_view = last_row (verb);
  atlas_verb_form_add_paragraph (verb, _("What the _family wants"), child->family_view);
  asking->family_view = last_row (verb);
}

static void
add_missing_rows (AtlasVerbForm        *verb,
                  Asking               *asking,
                  AtlasReferralChoices *choices)
{
  AtlasReferralCase *referral_case = verb->referral_case;

  if (is_missing (asking, "kind"))
    {
      atlas_verb_form_add_codes (verb, _("What is as_ked for"), KINDS, NULL);
      asking->kind = last_row (verb);
    }
  if (is_missing (asking, "tier"))
    {
      atlas_verb_form_add (verb, atlas_tier_choice_add (verb->form, _("_Tier of support"),
                                                        referral_case));
      asking->tier = last_row (verb);
    }
  if (is_missing (asking, "about"))
    {
      atlas_verb_form_add_paragraph (verb, _("Why _help is asked for"), NULL);
      asking->about = last_row (verb);
    }
  if (is_missing (asking, "panel"))
    {
      atlas_verb_form_add_records (verb, _("P_anel"), choices->panels, NULL);
      asking->panel = last_row (verb);
    }
  if (is_missing (asking, "views"))
    add_views (verb, asking);
}

/* Who uses the program decides, if the step lets them; otherwise somebody says who did. */
static guint
find_role (Asking       *asking,
           AtlasSession *session)
{
  const char *own = atlas_session_get_role (session);

  for (guint i = 0; asking->roles[i] != NULL; i++)
    if (g_strcmp0 (asking->roles[i], own) == 0)
      return i;

  return 0;
}

static void
add_pass_rows (AtlasVerbForm *verb,
               Asking        *asking,
               AtlasSession  *session)
{
  g_autoptr(GPtrArray) labels = g_ptr_array_new ();

  for (guint i = 0; asking->roles[i] != NULL; i++)
    g_ptr_array_add (labels, (gpointer) atlas_words_role (asking->roles[i]));
  g_ptr_array_add (labels, NULL);
  atlas_verb_form_add (verb, atlas_form_add_text (verb->form, _("Reason to go on with_out"), NULL));
  asking->pass_reason = last_row (verb);
  atlas_verb_form_add (verb, atlas_form_add_text (verb->form, _("_Decided by"), NULL));
  asking->pass_by = last_row (verb);
  atlas_verb_form_add (verb, atlas_form_add_choice (verb->form, _("A_s"),
                                                    (const char * const *) labels->pdata,
                                                    find_role (asking, session)));
  asking->pass_role = last_row (verb);
}

static char *
word_intro (Asking *asking)
{
  g_autoptr(GString) intro = g_string_new (asking->form->intro != NULL ? _(asking->form->intro)
                                                                       : NULL);

  for (guint i = 0; i < asking->missing->len; i++)
    {
      const AtlasStepNeed *need = g_ptr_array_index (asking->missing, i);

      g_string_append_printf (intro, "%s%s", intro->len > 0 ? " " : "", _(need->missing));
    }

  return intro->len > 0 ? g_strdup (intro->str) : NULL;
}

static Asking *
asking_new (AtlasReferralCase *referral_case,
            AtlasReferralVerb  verb)
{
  Asking *asking = g_new0 (Asking, 1);
  const AtlasStepRule *rule = NULL;
  guint *rows[] = {
    &asking->day, &asking->review, &asking->outcome, &asking->reason, &asking->kind, &asking->tier,
    &asking->about, &asking->panel, &asking->child_view, &asking->family_view,
    &asking->pass_reason, &asking->pass_by, &asking->pass_role,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    *rows[i] = NO_ROW;
  rule = atlas_step_rule_find (atlas_referral_verb_step (referral_case, verb));
  asking->form = find_form (verb);
  asking->roles = g_strsplit (rule->takers, " ", -1);
  asking->missing = atlas_referral_verb_to_ask (referral_case, verb);

  return asking;
}

/* Waits for what the form lets people choose from. */
typedef struct {
  GtkWidget         *from;      /* (nullable): NULL once it is gone */
  AtlasSession      *session;
  AtlasReferralCase *referral_case;
  AtlasReferralVerb  verb;
} Opening;

static void
opening_free (Opening *opening)
{
  g_clear_weak_pointer (&opening->from);
  g_clear_object (&opening->session);
  atlas_referral_case_unref (opening->referral_case);
  g_free (opening);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Opening, opening_free)

static void
open_form (GtkWidget            *from,
           AtlasSession         *session,
           AtlasReferralCase    *referral_case,
           AtlasReferralVerb     which,
           AtlasReferralChoices *choices)
{
  Asking *asking = asking_new (referral_case, which);
  gboolean ends_placement = which == ATLAS_REFERRAL_VERB_END && referral_case->placement != NULL;
  const char *title = ends_placement ? _("End the Placement") : _(asking->form->title);
  AtlasVerbForm *verb = atlas_verb_form_new (from, session, referral_case, title,
                                             _(asking->form->button), make_step);
  g_autofree char *intro = word_intro (asking);

  verb->extra = asking;
  verb->extra_free = asking_free;
  atlas_form_set_intro (verb->form, intro);
  add_own_rows (verb, asking);
  if (asking->missing->len > 0)
    {
      add_missing_rows (verb, asking, choices);
      add_pass_rows (verb, asking, session);
    }
  gtk_window_present (GTK_WINDOW (verb->form));
}

static void
choices_read_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(Opening) opening = user_data;
  g_autoptr(GError)  error = NULL;
  g_autoptr(AtlasReferralChoices) choices = g_task_propagate_pointer (G_TASK (result), &error);
  g_autofree char *text = NULL;

  if (opening->from == NULL || gtk_widget_get_root (opening->from) == NULL)
    return;

  if (choices != NULL)
    {
      open_form (opening->from, opening->session, opening->referral_case, opening->verb, choices);
      return;
    }

  text = g_strdup_printf (_("The form could not be made ready: %s"), error->message);
  atlas_window_toast (opening->from, text);
}

static void
read_choices (GtkWidget         *from,
              AtlasSession      *session,
              AtlasReferralCase *referral_case,
              AtlasReferralVerb  verb)
{
  Opening *opening = g_new0 (Opening, 1);

  g_set_weak_pointer (&opening->from, from);
  opening->session = g_object_ref (session);
  opening->referral_case = atlas_referral_case_ref (referral_case);
  opening->verb = verb;
  atlas_session_ask_async (session, atlas_choices_read, NULL, (GDestroyNotify) atlas_choices_free,
                           NULL, choices_read_cb, opening);
}

/**
 * atlas_step_ask:
 * @from: where it was asked for
 * @session: the store
 * @referral_case: the referral
 * @verb: send, look at, to panel, not agreed without an offer, end, wait, review, resume, move on
 *   or reopen
 *
 * Takes a step: at once where nothing is to be asked and nothing is missing, otherwise by a form.
 */
void
atlas_step_ask (GtkWidget         *from,
                AtlasSession      *session,
                AtlasReferralCase *referral_case,
                AtlasReferralVerb  verb)
{
  g_autoptr(GPtrArray) to_ask = atlas_referral_verb_to_ask (referral_case, verb);

  g_return_if_fail (find_form (verb) != NULL);

  if (to_ask->len > 0)
    read_choices (from, session, referral_case, verb);
  else if (atlas_referral_verb_asks (referral_case, verb))
    open_form (from, session, referral_case, verb, NULL);
  else
    atlas_referral_do (from, session, atlas_referral_at_once_set (referral_case, verb, NULL));
}
