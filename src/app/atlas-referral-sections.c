/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The four sections of a referral's page, each a list of facts. */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-referral-sections.h"

#include <glib/gi18n.h>

#include "app/atlas-fact-row.h"
#include "app/atlas-referral-words.h"
#include "records/atlas-codes.h"
#include "reports/atlas-story-words.h"
#include "reports/atlas-wording-words.h"
#include "reports/atlas-words.h"

static void
empty_list (GtkListBox *list)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, row);
}

static AtlasFactRow *
add_fact (GtkListBox *list,
          const char *label,
          const char *value,
          const char *source)
{
  GtkWidget *row = atlas_fact_row_new (label, value != NULL ? value : _("Not recorded"), source);

  gtk_list_box_append (list, row);
  return ATLAS_FACT_ROW (row);
}

static void
add_date (GtkListBox *list,
          const char *label,
          AtlasDate   date)
{
  g_autofree char *text = date != ATLAS_DATE_NONE ? atlas_date_format_long (date) : NULL;

  add_fact (list, label, text, NULL);
}

static void
add_record (GtkListBox  *list,
            const char  *label,
            AtlasRecord *record)
{
  g_autofree char *route = record != NULL ? atlas_record_get_route (record) : NULL;
  AtlasFactRow *row = add_fact (list, label,
                                record != NULL ? atlas_record_get_title (record) : NULL, NULL);

  if (route != NULL)
    atlas_fact_row_set_route (row, route);
}

/**
 * atlas_referral_fill_story:
 * @list: a list
 * @referral_case: a referral
 *
 * Lists what happened, the oldest first.
 */
void
atlas_referral_fill_story (GtkListBox              *list,
                           const AtlasReferralCase *referral_case)
{
  empty_list (list);
  for (guint i = 0; i < referral_case->story->len; i++)
    {
      const AtlasStoryEvent *event = g_ptr_array_index (referral_case->story, i);
      g_autofree char *day = atlas_date_format_near (event->on, referral_case->on);
      g_autofree char *words = atlas_words_story (event, referral_case);
      g_autofree char *detail = atlas_words_story_detail (event);

      add_fact (list, event->on != ATLAS_DATE_NONE ? day : _("Day not recorded"), words, detail);
    }
}

/**
 * atlas_referral_fill_plan:
 * @list: a list
 * @referral_case: a referral
 *
 * Lists what is asked for and what is planned.
 */
void
atlas_referral_fill_plan (GtkListBox              *list,
                          const AtlasReferralCase *referral_case)
{
  AtlasReferral *referral = referral_case->referral;
  const AtlasWording *wording = referral_case->wording;
  g_autofree char *tier = atlas_words_tier_of (wording, referral, referral_case->child,
                                               referral_case->on);
  const char *help = atlas_words_tier_help_of (wording, referral, referral_case->child,
                                               referral_case->on);
  g_autofree char *agencies = referral->agencies != NULL ? g_strjoinv (", ", referral->agencies)
                                                         : NULL;

  empty_list (list);
  add_fact (list, _("Why help is asked for"), referral->about, NULL);
  add_fact (list, _("Plan"), referral->plan, NULL);
  add_fact (list, _("Kind"), atlas_referral_word_kind (referral_case), NULL);
  add_fact (list, _("Tier"), *tier != '\0' ? tier : NULL, help);
  add_record (list, _("Provision asked"), (AtlasRecord *) referral_case->asked);
  add_record (list, _("Panel"), (AtlasRecord *) referral_case->panel);
  add_date (list, _("Review by"), referral->review_by);
  if (referral_case->placement != NULL)
    add_date (list, _("Planned end of the placement"), referral_case->placement->planned_end);
  if (agencies != NULL)
    add_fact (list, _("Agencies"), agencies, NULL);
}

static void
add_area (GtkListBox *list,
          AtlasArea  *area)
{
  g_autofree char *name = area != NULL ? atlas_words_area (area) : NULL;
  g_autofree char *route = area != NULL ? atlas_record_get_route (ATLAS_RECORD (area)) : NULL;
  AtlasFactRow *row = add_fact (list, _("Home area"), name, NULL);

  if (route != NULL)
    atlas_fact_row_set_route (row, route);
}

static void
add_child (GtkListBox              *list,
           const AtlasReferralCase *referral_case)
{
  AtlasChild *child = referral_case->child;
  g_autofree char *year = atlas_words_year_group (referral_case->year_group);
  g_autofree char *born = atlas_date_format_long (child->born);
  g_autofree char *birth = NULL;

  /* Translators: date of birth, year group. */
  if (child->born != ATLAS_DATE_NONE)
    birth = g_strdup_printf (_("%1$s · %2$s"), born, year);
  add_fact (list, _("Date of birth"), birth, NULL);
  add_record (list, _("School"), (AtlasRecord *) referral_case->school);
  add_fact (list, _("Registration"), atlas_words_code ("enrolment", child->enrolment),
            NULL);
  add_fact (list, _("Home town"), child->town, NULL);
  add_area (list, referral_case->area);
  if (referral_case->partnership != NULL)
    add_record (list, _("Partnership"), (AtlasRecord *) referral_case->partnership);
  add_fact (list, _("Special educational needs"),
            atlas_words_code ("sen-provision", child->sen), NULL);
  add_fact (list, _("Main need"), atlas_words_code ("sen-type", child->need), NULL);
  add_fact (list, _("Care status"), atlas_words_code ("care-status", child->care), NULL);
}

static void
add_exclusion (GtkListBox     *list,
               AtlasExclusion *exclusion)
{
  const char *session = atlas_words_code ("session", exclusion->session);
  g_autofree char *day = atlas_date_format_long (exclusion->from);
  g_autofree char *words = NULL;

  /* Translators: what kind of exclusion, and the day. */
  words = g_strdup_printf (_("%1$s, %2$s"),
                           _(atlas_codes_label_on ("exclusion-kind", exclusion->kind,
                                                   exclusion->from)), day);
  add_fact (list, _("Exclusion"), words, exclusion->session != NULL ? session : NULL);
}

/**
 * atlas_referral_fill_people:
 * @list: a list
 * @referral_case: a referral
 *
 * Lists who the child is and who has to do with the referral.
 */
void
atlas_referral_fill_people (GtkListBox              *list,
                            const AtlasReferralCase *referral_case)
{
  g_autofree char *name = atlas_referral_word_name (referral_case);

  empty_list (list);
  add_fact (list, _("Child"), name, NULL);
  if (referral_case->child != NULL)
    add_child (list, referral_case);
  if (referral_case->exclusion != NULL)
    add_exclusion (list, referral_case->exclusion);
  if (referral_case->excluding_school != NULL)
    add_record (list, _("Excluding school"), ATLAS_RECORD (referral_case->excluding_school));
  add_fact (list, _("Owner"), referral_case->referral->owner, NULL);
}

static GtkWidget *
make_undo_button (const AtlasHistoryEntry *entry)
{
  GtkWidget *button = gtk_button_new_with_label (_("Undo"));
  /* Translators: what would be undone. */
  g_autofree char *spoken = g_strdup_printf (_("Undo “%s”"), entry->label);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", entry->set_id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.undo-set");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken,
                                  -1);

  return button;
}

static void
add_entry (GtkListBox              *list,
           const AtlasHistoryEntry *entry)
{
  g_autofree char *moment = atlas_referral_word_moment (entry->made_at);
  g_autofree char *when = NULL;
  AtlasFactRow *row;

  /* Translators: a moment, and who did it. */
  when = entry->by_name != NULL ? g_strdup_printf (_("%1$s · %2$s"), moment, entry->by_name)
                                : g_strdup (moment);
  row = add_fact (list, when, entry->label, entry->is_undone ? _("Undone since") : NULL);
  if (!entry->is_undone && entry->undoes == NULL && g_str_equal (entry->origin, "local"))
    atlas_fact_row_add_suffix (row, make_undo_button (entry));
}

/**
 * atlas_referral_fill_history:
 * @list: a list
 * @referral_case: a referral
 *
 * Lists every change, the newest first; what was done on this laptop can be undone.
 */
void
atlas_referral_fill_history (GtkListBox              *list,
                             const AtlasReferralCase *referral_case)
{
  empty_list (list);
  for (guint i = 0; i < referral_case->history->len; i++)
    add_entry (list, g_ptr_array_index (referral_case->history, i));
  if (referral_case->history->len == 0)
    add_fact (list, _("History"), _("Nothing has been changed on this laptop"), NULL);
}
