/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Changing what a referral says: its next step, its plan, its child. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include <glib/gi18n.h>

#include "app/atlas-date-row.h"
#include "app/atlas-referral-choices.h"
#include "app/atlas-referral-verb-form.h"
#include "app/atlas-referral-verbs.h"
#include "app/atlas-session-work.h"
#include "app/atlas-window.h"
#include "base/atlas-id.h"

#define KIND_CODES      "referral-kind"
#define EXCLUSION_CODES "exclusion-kind"
#define SESSION_CODES   "session"
#define TIERS           5

/* Takes @label. A form that changes nothing is no fault: it closes. */
static AtlasChangeSet *
begin_edit (char *label)
{
  g_autofree char *owned = label;

  return atlas_change_set_new (owned);
}

static const char *
reference_of (AtlasVerbForm *verb)
{
  return verb->referral_case->referral->reference;
}

static AtlasChangeSet *
make_next (AtlasVerbForm *verb)
{
  AtlasRecord *referral = ATLAS_RECORD (verb->referral_case->referral);
  g_autofree char *next = atlas_verb_form_dup_text (verb, 0);
  g_autofree char *owner = atlas_verb_form_dup_text (verb, 1);
  AtlasChangeSet *set;

  /* Translators: a reference. */
  set = begin_edit (g_strdup_printf (_("%s: next step changed"), reference_of (verb)));
  atlas_change_set_set_text (set, referral, "next_step", next);
  atlas_change_set_set_text (set, referral, "owner", owner);
  atlas_change_set_set_date (set, referral, "next_by", atlas_verb_form_get_date (verb, 2));

  return set;
}

/**
 * atlas_referral_ask_next:
 *
 * Changes the next step, who has it and by when.
 */
void
atlas_referral_ask_next (GtkWidget         *from,
                         AtlasSession      *session,
                         AtlasReferralCase *referral_case)
{
  AtlasReferral *referral = referral_case->referral;
  AtlasVerbForm *verb = atlas_verb_form_new (from, session, referral_case, _("Next Step"),
                                             _("_Save"), make_next);

  atlas_verb_form_add (verb, atlas_form_add_text (verb->form, _("_Next step"),
                                                  referral->next_step));
  atlas_verb_form_add (verb, atlas_form_add_text (verb->form, _("_Owner"), referral->owner));
  atlas_verb_form_add_date (verb, _("_By"), referral->next_by);
  gtk_window_present (GTK_WINDOW (verb->form));
}

/* Opens a form once what it lets people choose from has been read. */
typedef struct {
  GtkWidget         *from;      /* (nullable): NULL once it is gone */
  AtlasSession      *session;
  AtlasReferralCase *referral_case;
  void (*open_form)(GtkWidget            *from,
                    AtlasSession         *session,
                    AtlasReferralCase    *referral_case,
                    AtlasReferralChoices *choices);
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
      opening->open_form (opening->from, opening->session, opening->referral_case, choices);
      return;
    }

  text = g_strdup_printf (_("The form could not be made ready: %s"), error->message);
  atlas_window_toast (opening->from, text);
}

static void
open_with_choices (GtkWidget         *from,
                   AtlasSession      *session,
                   AtlasReferralCase *referral_case,
                   void (            *open_form ) (GtkWidget            *from,
                                                   AtlasSession         *session,
                                                   AtlasReferralCase    *referral_case,
                                                   AtlasReferralChoices *choices))
{
  Opening *opening = g_new0 (Opening, 1);

  g_set_weak_pointer (&opening->from, from);
  opening->session = g_object_ref (session);
  opening->referral_case = atlas_referral_case_ref (referral_case);
  opening->open_form = open_form;
  atlas_session_ask_async (session, atlas_choices_read, NULL, (GDestroyNotify) atlas_choices_free,
                           NULL, choices_read_cb, opening);
}

enum { PLAN_ABOUT, PLAN_PLAN, PLAN_KIND, PLAN_TIER, PLAN_ASKED, PLAN_REVIEW };

static AtlasChangeSet *
make_plan (AtlasVerbForm *verb)
{
  AtlasRecord *referral = ATLAS_RECORD (verb->referral_case->referral);
  g_autofree char *about = atlas_verb_form_dup_text (verb, PLAN_ABOUT);
  g_autofree char *plan = atlas_verb_form_dup_text (verb, PLAN_PLAN);
  guint tier = adw_combo_row_get_selected (ADW_COMBO_ROW (verb->rows[PLAN_TIER]));
  AtlasChangeSet *set;

  /* Translators: a reference. */
  set = begin_edit (g_strdup_printf (_("%s: plan changed"), reference_of (verb)));
  atlas_change_set_set_text (set, referral, "about", about);
  atlas_change_set_set_text (set, referral, "plan", plan);
  atlas_change_set_set_text (set, referral, "kind",
                             atlas_verb_form_get_code (verb, PLAN_KIND, KIND_CODES));
  atlas_change_set_set (set, referral, "tier", tier > 0 ? json_integer (tier) : NULL);
  atlas_change_set_set_text (set, referral, "asked", atlas_verb_form_get_id (verb, PLAN_ASKED));
  atlas_change_set_set_date (set, referral, "review_by",
                             atlas_verb_form_get_date (verb, PLAN_REVIEW));

  return set;
}

static void
open_plan (GtkWidget            *from,
           AtlasSession         *session,
           AtlasReferralCase    *referral_case,
           AtlasReferralChoices *choices)
{
  const char *tiers[TIERS + 2] = { _("Not recorded"), "1", "2", "3", "4", "5", NULL };
  AtlasReferral *referral = referral_case->referral;
  AtlasVerbForm *verb = atlas_verb_form_new (from, session, referral_case, _("Plan"), _("_Save"),
                                             make_plan);

  atlas_verb_form_add_paragraph (verb, _("_Why help is asked for"), referral->about);
  atlas_verb_form_add_paragraph (verb, _("_Plan"), referral->plan);
  atlas_verb_form_add_codes (verb, _("_Kind"), KIND_CODES, referral->kind);
  atlas_verb_form_add (verb, atlas_form_add_choice (verb->form, _("_Tier"), tiers,
                                                    (guint) CLAMP (referral->tier, 0, TIERS)));
  atlas_verb_form_add_records (verb, _("Pr_ovision asked"), choices->provisions, referral->asked);
  atlas_verb_form_add_date (verb, _("_Review by"), referral->review_by);
  gtk_window_present (GTK_WINDOW (verb->form));
}

/**
 * atlas_referral_ask_plan:
 *
 * Changes why help is asked for, the plan, its kind, its tier, the provision asked and its review.
 */
void
atlas_referral_ask_plan (GtkWidget         *from,
                         AtlasSession      *session,
                         AtlasReferralCase *referral_case)
{
  open_with_choices (from, session, referral_case, open_plan);
}

enum {
  CHILD_VIEW, CHILD_FAMILY_VIEW, CHILD_FIRST_NAME, CHILD_LAST_NAME, CHILD_KNOWN_AS, CHILD_BORN,
  CHILD_AREA, CHILD_TOWN, CHILD_SCHOOL,
};

/* Columns: a row of the form, the field of the child that it is about. */
static const struct {
  guint       row;
  const char *field;
} child_texts[] = {
  { CHILD_VIEW, "child_view" },
  { CHILD_FAMILY_VIEW, "family_view" },
  { CHILD_FIRST_NAME, "first_name" },
  { CHILD_LAST_NAME, "last_name" },
  { CHILD_KNOWN_AS, "known_as" },
  { CHILD_TOWN, "town" },
};

/* A partnership lies in one area, so another area leaves it behind. */
static void
set_area (AtlasChangeSet *set,
          AtlasChild     *child,
          const char     *area)
{
  if (g_strcmp0 (child->area, area) == 0)
    return;

  atlas_change_set_set_text (set, ATLAS_RECORD (child), "area", area);
  atlas_change_set_set_text (set, ATLAS_RECORD (child), "partnership", NULL);
}

static AtlasChangeSet *
make_people (AtlasVerbForm *verb)
{
  AtlasChild *child = verb->referral_case->child;
  AtlasDate born = atlas_verb_form_get_date (verb, CHILD_BORN);
  g_autoptr(AtlasChangeSet) set = NULL;

  /* Translators: a reference. */
  set = begin_edit (g_strdup_printf (_("%s: child and family changed"), reference_of (verb)));
  for (gsize i = 0; i < G_N_ELEMENTS (child_texts); i++)
    {
      guint row = child_texts[i].row;
      g_autofree char *text = atlas_verb_form_dup_text (verb, row);

      if (row == CHILD_FIRST_NAME && text == NULL && child->first_name != NULL)
        return atlas_verb_form_refuse (verb, row, _("Give the child’s first name"));
      atlas_change_set_set_text (set, ATLAS_RECORD (child), child_texts[i].field, text);
    }
  if (born == ATLAS_DATE_NONE && child->born != ATLAS_DATE_NONE)
    return atlas_verb_form_refuse (verb, CHILD_BORN, _("Give the date of birth, as 20 November "
                                                       "2012"));
  if (born > verb->referral_case->on)
    return atlas_verb_form_refuse (verb, CHILD_BORN, _("That day lies ahead. Give the date of "
                                                       "birth, as 20 November 2012."));

  atlas_change_set_set_date (set, ATLAS_RECORD (child), "born", born);
  set_area (set, child, atlas_verb_form_get_id (verb, CHILD_AREA));
  atlas_change_set_set_text (set, ATLAS_RECORD (child), "establishment",
                             atlas_verb_form_get_id (verb, CHILD_SCHOOL));

  return g_steal_pointer (&set);
}

static void
open_people (GtkWidget            *from,
             AtlasSession         *session,
             AtlasReferralCase    *referral_case,
             AtlasReferralChoices *choices)
{
  AtlasChild *child = referral_case->child;
  AtlasVerbForm *verb = atlas_verb_form_new (from, session, referral_case, _("Child and Family"),
                                             _("_Save"), make_people);

  atlas_verb_form_add_paragraph (verb, _("_What the child wants"), child->child_view);
  atlas_verb_form_add_paragraph (verb, _("What the _family wants"), child->family_view);
  atlas_verb_form_add (verb, atlas_form_add_text (verb->form, _("F_irst name"),
                                                  child->first_name));
  atlas_verb_form_add (verb, atlas_form_add_text (verb->form, _("_Last name"), child->last_name));
  atlas_verb_form_add (verb, atlas_form_add_text (verb->form, _("_Known as"), child->known_as));
  atlas_verb_form_add_date (verb, _("Date of _birth"), child->born);
  atlas_verb_form_add_records (verb, _("Home _area"), choices->areas, child->area);
  atlas_verb_form_add (verb, atlas_form_add_text (verb->form, _("Home _town"), child->town));
  atlas_verb_form_add_records (verb, _("Sc_hool"), choices->schools, child->establishment);
  gtk_window_present (GTK_WINDOW (verb->form));
}

/**
 * atlas_referral_ask_people:
 *
 * Changes what the child and the family say, and who they are.
 */
void
atlas_referral_ask_people (GtkWidget         *from,
                           AtlasSession      *session,
                           AtlasReferralCase *referral_case)
{
  if (referral_case->child != NULL)
    open_with_choices (from, session, referral_case, open_people);
}

enum {
  EXCLUSION_KIND, EXCLUSION_FROM, EXCLUSION_SESSION, EXCLUSION_SESSIONS, EXCLUSION_SCHOOL,
};

/* An exclusion that was not recorded before is made, and the referral says that it is behind it. */
static AtlasChangeSet *
create_exclusion (AtlasVerbForm *verb,
                  const char    *kind,
                  int            sessions)
{
  AtlasReferralCase *shown = verb->referral_case;
  g_autofree char *id = atlas_id_new ();
  g_autofree char *from = atlas_date_format (atlas_verb_form_get_date (verb, EXCLUSION_FROM));
  AtlasChangeSet *set;
  json_t *fields;

  fields = json_pack ("{s:s, s:s, s:s, s:s*, s:s*}", "child", shown->referral->child,
                      "kind", kind, "from", from,
                      "session", atlas_verb_form_get_code (verb, EXCLUSION_SESSION, SESSION_CODES),
                      "establishment", atlas_verb_form_get_id (verb, EXCLUSION_SCHOOL));
  if (sessions > 0)
    json_object_set_new (fields, "sessions", json_integer (sessions));
  if (shown->referral->invented)
    json_object_set_new (fields, "invented", json_true ());

  /* Translators: a reference. */
  set = begin_edit (g_strdup_printf (_("%s: exclusion recorded"), reference_of (verb)));
  atlas_change_set_create (set, "exclusion", id, fields);
  atlas_change_set_set_text (set, ATLAS_RECORD (shown->referral), "exclusion", id);

  return set;
}

static AtlasChangeSet *
change_exclusion (AtlasVerbForm *verb,
                  const char    *kind,
                  int            sessions)
{
  AtlasRecord *exclusion = ATLAS_RECORD (verb->referral_case->exclusion);
  AtlasChangeSet *set;

  /* Translators: a reference. */
  set = begin_edit (g_strdup_printf (_("%s: exclusion changed"), reference_of (verb)));
  atlas_change_set_set_text (set, exclusion, "kind", kind);
  atlas_change_set_set_date (set, exclusion, "from",
                             atlas_verb_form_get_date (verb, EXCLUSION_FROM));
  atlas_change_set_set_text (set, exclusion, "session",
                             atlas_verb_form_get_code (verb, EXCLUSION_SESSION, SESSION_CODES));
  atlas_change_set_set (set, exclusion, "sessions", sessions > 0 ? json_integer (sessions) : NULL);
  atlas_change_set_set_text (set, exclusion, "establishment",
                             atlas_verb_form_get_id (verb, EXCLUSION_SCHOOL));

  return set;
}

static AtlasChangeSet *
make_exclusion (AtlasVerbForm *verb)
{
  AtlasReferralCase *shown = verb->referral_case;
  AtlasDate started = shown->exclusion != NULL ? shown->exclusion->education_started
                                               : ATLAS_DATE_NONE;
  const char *kind = atlas_verb_form_get_code (verb, EXCLUSION_KIND, EXCLUSION_CODES);
  AtlasDate from = atlas_verb_form_get_date (verb, EXCLUSION_FROM);
  int sessions = 0;

  if (kind == NULL)
    return atlas_verb_form_refuse (verb, EXCLUSION_KIND, _("Choose what kind of exclusion it is"));
  if (from == ATLAS_DATE_NONE || from > shown->on)
    return atlas_verb_form_refuse (verb, EXCLUSION_FROM,
                                   _("Give the day of the exclusion, as 20 November 2026; it must "
                                     "not lie ahead"));
  if (started != ATLAS_DATE_NONE && from > started)
    return atlas_verb_form_refuse (verb, EXCLUSION_FROM,
                                   _("Education started before that day. Give an earlier day."));
  if (!atlas_form_read_number (verb->form, verb->rows[EXCLUSION_SESSIONS], &sessions))
    return NULL;

  return shown->exclusion != NULL ? change_exclusion (verb, kind, sessions)
                                  : create_exclusion (verb, kind, sessions);
}

static void
open_exclusion (GtkWidget            *from,
                AtlasSession         *session,
                AtlasReferralCase    *referral_case,
                AtlasReferralChoices *choices)
{
  AtlasExclusion *exclusion = referral_case->exclusion;
  AtlasChild *child = referral_case->child;
  AtlasVerbForm *verb = atlas_verb_form_new (from, session, referral_case, _("Exclusion"),
                                             _("_Save"), make_exclusion);
  const char *school = child != NULL ? child->establishment : NULL;
  const AtlasField *sessions = atlas_type_field (&atlas_exclusion_type, "sessions");

  atlas_form_set_intro (verb->form, _("Day 6 is counted from this day, by the school days of the "
                                      "school that excluded."));
  atlas_verb_form_add_codes (verb, _("_Kind"), EXCLUSION_CODES,
                             exclusion != NULL ? exclusion->kind : NULL);
  atlas_verb_form_add_date (verb, _("_Day of the exclusion"),
                            exclusion != NULL ? exclusion->from : ATLAS_DATE_NONE);
  atlas_verb_form_add_codes (verb, _("_When in the day"), SESSION_CODES,
                             exclusion != NULL ? exclusion->session : NULL);
  atlas_verb_form_add (verb,
                       atlas_form_add_number (verb->form,
                                              _("Sessions _missed (0 when not known)"),
                                              exclusion != NULL ? (int) exclusion->sessions : 0, 0,
                                              (int) sessions->max));
  atlas_verb_form_add_records (verb, _("_Excluding school"), choices->schools,
                               exclusion != NULL ? exclusion->establishment : school);
  gtk_window_present (GTK_WINDOW (verb->form));
}

/**
 * atlas_referral_ask_exclusion:
 *
 * Changes the exclusion behind a referral, or records one.
 */
void
atlas_referral_ask_exclusion (GtkWidget         *from,
                              AtlasSession      *session,
                              AtlasReferralCase *referral_case)
{
  open_with_choices (from, session, referral_case, open_exclusion);
}
