/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What waits for a panel, and what a panel does, each as one change set. */
#define G_LOG_DOMAIN "atlas-store"

#include "config.h"

#include "store/atlas-store-panels.h"

#include <glib/gi18n-lib.h>

#include "base/atlas-id.h"
#include "records/atlas-codes.h"
#include "rules/atlas-school-year.h"
#include "rules/atlas-step.h"
#include "store/atlas-referral-changes.h"

#define REFERRAL_STEPS "referral-step"
#define MEETING_STEPS  "meeting-step"
#define DECISION_KINDS "decision-kind"
#define OFFER          "offer"

/*
 * Decisions, and the step that the referral takes with each; without one it waits for the next
 * meeting. An offer without a place waits for one.
 */
static const struct {
  const char *kind;
  const char *step;
} steps[] = {
  { OFFER, "waiting" },
  { "ask", "looked-at" },
  { "support", "not-agreed" },
  { "not-agreed", "not-agreed" },
  { "deferred", NULL },
};

/**
 * atlas_agenda_is_day6:
 * @line: a referral
 *
 * Returns: whether the child is still owed education by Day 6, so that it comes first
 */
gboolean
atlas_agenda_is_day6 (const AtlasReferralLine *line)
{
  AtlasClockState state = line->status.clock.state;

  return line->has_day6 && state != ATLAS_CLOCK_NOT_RUNNING && state != ATLAS_CLOCK_MET;
}

/*
 * Day 6 first, the one due first before the others; then those looked after or once looked after;
 * then whoever has waited longest.
 */
static int
compare_lines (gconstpointer a,
               gconstpointer b)
{
  const AtlasReferralLine *first = *(AtlasReferralLine * const *) a;
  const AtlasReferralLine *second = *(AtlasReferralLine * const *) b;
  gboolean first_is_day6 = atlas_agenda_is_day6 (first);
  gboolean second_is_day6 = atlas_agenda_is_day6 (second);
  AtlasDate first_due = first_is_day6 ? first->status.clock.due : ATLAS_DATE_NONE;
  AtlasDate second_due = second_is_day6 ? second->status.clock.due : ATLAS_DATE_NONE;

  if (first_is_day6 != second_is_day6)
    return first_is_day6 ? -1 : 1;
  if (first_due != second_due)
    return first_due < second_due ? -1 : 1;
  if (first->comes_first != second->comes_first)
    return first->comes_first ? -1 : 1;
  if (first->received != second->received)
    return first->received < second->received ? -1 : 1;

  return g_strcmp0 (first->reference, second->reference);
}

static gboolean
covers (AtlasPanel *panel,
        const char *area)
{
  return area != NULL && panel->areas != NULL &&
         g_strv_contains ((const char * const *) panel->areas, area);
}

/* Row numbers of the referrals at panel that wait for this one. */
static GArray *
find_agenda (AtlasStore *store,
             AtlasPanel *panel,
             GError    **error)
{
  static const char *sql =
    "SELECT r.pk, a.\"key\", r.panel IS NOT NULL, r.invented FROM referral r"
    " LEFT JOIN child c ON c.id = r.child LEFT JOIN area a ON a.id = c.area"
    " WHERE r.step = 'panel' AND (r.panel = ?1 OR r.panel IS NULL) ORDER BY r.pk";
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (atlas_store_get_db (store), sql, error);
  g_autoptr(GArray)    rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  AtlasStep step;

  if (stmt == NULL)
    return NULL;

  atlas_stmt_bind_id (stmt, 1, atlas_record_get_id (ATLAS_RECORD (panel)));
  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    {
      gint64 row = atlas_stmt_get_integer (stmt, 0);

      if (atlas_stmt_get_integer (stmt, 2) != 0 ||
          (covers (panel, atlas_stmt_get_text (stmt, 1)) &&
           (panel->invented || atlas_stmt_get_integer (stmt, 3) == 0)))
        g_array_append_val (rows, row);
    }

  return step == ATLAS_STEP_DONE ? g_steal_pointer (&rows) : NULL;
}

/**
 * atlas_store_list_agenda:
 * @store: a store
 * @panel: a panel
 * @on: the day that clocks stand on
 * @error: return location for an error
 *
 * Lists the referrals at panel that wait for this one: those that name it, and those that name no
 * panel and whose child lives in an area of its. A real panel never gets an invented child that
 * does not name it. Day 6 comes first, then who
 * atlas_care_comes_first() says, then the longest wait.
 *
 * Returns: (transfer full) (element-type AtlasReferralLine): the agenda, in its order
 */
GPtrArray *
atlas_store_list_agenda (AtlasStore *store,
                         AtlasPanel *panel,
                         AtlasDate   on,
                         GError    **error)
{
  g_autoptr(GArray) rows = find_agenda (store, panel, error);
  GPtrArray *lines;

  if (rows == NULL)
    return NULL;

  lines = atlas_store_read_referrals (store, (const gint64 *) rows->data, rows->len, on, error);
  if (lines != NULL)
    g_ptr_array_sort (lines, compare_lines);

  return lines;
}

static gboolean
find_row (AtlasStmt  *stmt,
          const char *referral,
          GArray     *rows,
          GError    **error)
{
  AtlasStep step;

  atlas_stmt_bind_id (stmt, 1, referral);
  step = atlas_stmt_step (stmt, error);
  if (step == ATLAS_STEP_ROW)
    {
      gint64 row = atlas_stmt_get_integer (stmt, 0);

      g_array_append_val (rows, row);
    }
  atlas_stmt_reset (stmt);

  return step != ATLAS_STEP_ERROR;
}

/**
 * atlas_store_list_agenda_of:
 * @store: a store
 * @referrals: (array zero-terminated=1): ids
 * @on: the day that clocks stand on
 * @error: return location for an error
 *
 * Lists referrals as an agenda does, whether they still wait or not. One that is not on this laptop
 * is left out.
 *
 * Returns: (transfer full) (element-type AtlasReferralLine): them, in the order of @referrals
 */
GPtrArray *
atlas_store_list_agenda_of (AtlasStore         *store,
                            const char * const *referrals,
                            AtlasDate           on,
                            GError            **error)
{
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (atlas_store_get_db (store),
                                                "SELECT pk FROM referral WHERE id = ?1", error);
  g_autoptr(GArray)    rows = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (stmt == NULL)
    return NULL;

  for (gsize i = 0; referrals[i] != NULL; i++)
    if (!find_row (stmt, referrals[i], rows, error))
      return NULL;

  return atlas_store_read_referrals (store, (const gint64 *) rows->data, rows->len, on, error);
}

/**
 * atlas_store_count_agenda:
 * @store: a store
 * @panel: a panel
 * @count: (out): referrals that atlas_store_list_agenda() would list
 * @error: return location for an error
 *
 * Counts an agenda without reading it.
 *
 * Returns: whether the store could be asked
 */
gboolean
atlas_store_count_agenda (AtlasStore *store,
                          AtlasPanel *panel,
                          guint      *count,
                          GError    **error)
{
  g_autoptr(GArray) rows = find_agenda (store, panel, error);

  if (rows == NULL)
    return FALSE;

  *count = rows->len;
  return TRUE;
}

static void
school_decision_free (gpointer data)
{
  AtlasSchoolDecision *self = data;

  g_free (self->panel);
  g_free (self->reference);
  g_free (self->kind);
  g_free (self->reason);
  g_free (self->owner);
  g_free (self);
}

static AtlasSchoolDecision *
school_decision_from_row (AtlasStmt *stmt,
                          AtlasDate  on)
{
  AtlasSchoolDecision *self = g_new0 (AtlasSchoolDecision, 1);

  self->on = atlas_stmt_get_date (stmt, 0);
  self->panel = g_strdup (atlas_stmt_get_text (stmt, 1));
  self->reference = g_strdup (atlas_stmt_get_text (stmt, 2));
  self->year_group = atlas_year_group (atlas_stmt_get_date (stmt, 3), on);
  self->kind = g_strdup (atlas_stmt_get_text (stmt, 4));
  self->reason = g_strdup (atlas_stmt_get_text (stmt, 5));
  self->owner = g_strdup (atlas_stmt_get_text (stmt, 6));
  self->due = atlas_stmt_get_date (stmt, 7);

  return self;
}

/**
 * atlas_store_list_school_decisions:
 * @store: a store
 * @school: id of a school
 * @on: the day up to which decisions count
 * @error: return location for an error
 *
 * Lists what was decided about a school's own pupils: those on its roll, and those whom it
 * excluded.
 *
 * Source: Promoting Positive Behaviour (December 2015), CME, finding 5; requirements T117.
 *
 * Returns: (transfer full) (element-type AtlasSchoolDecision): the decisions, the newest first
 */
GPtrArray *
atlas_store_list_school_decisions (AtlasStore *store,
                                   const char *school,
                                   AtlasDate   on,
                                   GError    **error)
{
  static const char *sql =
    "SELECT d.\"on\", p.name, r.reference, c.born, d.kind, d.reason, d.owner, d.due"
    " FROM decision d JOIN referral r ON r.id = d.referral"
    " LEFT JOIN child c ON c.id = r.child LEFT JOIN exclusion x ON x.id = r.exclusion"
    " LEFT JOIN meeting m ON m.id = d.meeting LEFT JOIN panel p ON p.id = m.panel"
    " WHERE d.\"on\" <= ?2 AND (c.establishment = ?1 OR x.establishment = ?1)"
    " ORDER BY d.\"on\" DESC, r.reference, d.id";
  g_autoptr(AtlasStmt) stmt = atlas_db_prepare (atlas_store_get_db (store), sql, error);
  g_autoptr(GPtrArray) decisions = g_ptr_array_new_with_free_func (school_decision_free);
  AtlasStep step;

  if (stmt == NULL)
    return NULL;

  atlas_stmt_bind_id (stmt, 1, school);
  atlas_stmt_bind_integer (stmt, 2, on);
  while ((step = atlas_stmt_step (stmt, error)) == ATLAS_STEP_ROW)
    g_ptr_array_add (decisions, school_decision_from_row (stmt, on));

  return step == ATLAS_STEP_DONE ? g_steal_pointer (&decisions) : NULL;
}

/**
 * atlas_panel_meeting_set:
 * @panel: whose meeting
 * @on: the day
 * @at: (nullable): the time, as people write it
 * @where: (nullable): where
 * @is_invented: in a demonstration
 * @meeting: (out) (transfer full): the new meeting's id
 *
 * Plans a meeting.
 *
 * Returns: (transfer full): the change set
 */
AtlasChangeSet *
atlas_panel_meeting_set (AtlasPanel *panel,
                         AtlasDate   on,
                         const char *at,
                         const char *where,
                         gboolean    is_invented,
                         char      **meeting)
{
  g_autofree char *day = atlas_date_format_long (on);
  g_autofree char *label = NULL;
  json_t *fields = json_object ();
  AtlasChangeSet *set;

  atlas_json_put_text (fields, "panel", atlas_record_get_id (ATLAS_RECORD (panel)));
  atlas_json_put_date (fields, "on", on);
  atlas_json_put_text (fields, "at", at);
  atlas_json_put_text (fields, "where", where);
  atlas_json_put_text (fields, "step", "planned");
  if (is_invented)
    json_object_set_new (fields, "invented", json_true ());

  /* Translators: a panel, and the day of its meeting. */
  label = g_strdup_printf (_("%1$s: meeting on %2$s planned"), panel->name, day);
  set = atlas_change_set_new (label);
  *meeting = atlas_id_new ();
  atlas_change_set_create (set, "meeting", *meeting, fields);

  return set;
}

/**
 * atlas_panel_step_set:
 * @panel: whose meeting
 * @meeting: the meeting
 * @step: code of `meeting-step`
 *
 * Says that a meeting was held, is cancelled, or is planned after all.
 *
 * Returns: (transfer full) (nullable): the change set; %NULL when that step may not follow the
 *   meeting's own, as when somebody else has ended it
 */
AtlasChangeSet *
atlas_panel_step_set (AtlasPanel   *panel,
                      AtlasMeeting *meeting,
                      const char   *step)
{
  g_autofree char *day = atlas_date_format_long (meeting->on);
  g_autofree char *label = NULL;
  AtlasChangeSet *set;

  if (!atlas_codes_may_step (MEETING_STEPS, meeting->step, step))
    return NULL;

  /* Translators: a panel, the day of its meeting, and what that becomes: Held */
  label = g_strdup_printf (_("%1$s, %2$s: %3$s"), panel->name, day,
                           _(atlas_codes_label (MEETING_STEPS, step)));
  set = atlas_change_set_new (label);
  atlas_change_set_set_text (set, ATLAS_RECORD (meeting), "step", step);

  return set;
}

/**
 * atlas_panel_start_set:
 * @panel: whose meeting
 * @meeting: the meeting, planned
 * @agenda: (element-type AtlasReferralLine): what it will hear, in its order
 *
 * Opens a meeting: its agenda stays as it is now, and whoever belongs to the panel is taken to be
 * there until somebody says otherwise.
 *
 * Returns: (transfer full) (nullable): the change set; %NULL when it is not planned any more, as
 *   when somebody else has begun it
 */
AtlasChangeSet *
atlas_panel_start_set (AtlasPanel   *panel,
                       AtlasMeeting *meeting,
                       GPtrArray    *agenda)
{
  AtlasChangeSet *set;
  json_t *ids;

  if (g_strcmp0 (meeting->step, "planned") != 0)
    return NULL;

  set = atlas_panel_step_set (panel, meeting, "open");
  ids = json_array ();
  for (guint i = 0; i < agenda->len; i++)
    json_array_append_new (ids, json_string (((AtlasReferralLine *)
                                              g_ptr_array_index (agenda, i))->id));
  atlas_change_set_set (set, ATLAS_RECORD (meeting), "agenda", ids);
  if (meeting->present != NULL && *meeting->present != NULL)
    return set;

  for (gsize i = 0; panel->members != NULL && panel->members[i] != NULL; i++)
    atlas_change_set_add (set, ATLAS_RECORD (meeting), "present", panel->members[i]);
  for (gsize i = 0; panel->may_decide != NULL && panel->may_decide[i] != NULL; i++)
    atlas_change_set_add (set, ATLAS_RECORD (meeting), "may_decide", panel->may_decide[i]);

  return set;
}

/**
 * atlas_panel_count_members:
 * @panel: a panel
 * @present: (array zero-terminated=1) (nullable): codes of `party` who are there
 *
 * Counts who of those present counts towards the panel's quorum. Of a panel whose members nobody
 * recorded, everybody does.
 *
 * Returns: how many
 */
guint
atlas_panel_count_members (AtlasPanel         *panel,
                           const char * const *present)
{
  gboolean is_open = panel->members == NULL || *panel->members == NULL;
  guint n = 0;

  for (gsize i = 0; present != NULL && present[i] != NULL; i++)
    n += is_open || g_strv_contains ((const char * const *) panel->members, present[i]);

  return n;
}

/* Makes a set of codes what is wanted, element by element, so that two people's changes merge. */
static void
change_set_of_codes (AtlasChangeSet     *set,
                     AtlasRecord        *record,
                     const char         *field,
                     char              **now,
                     const char * const *wanted)
{
  for (guint i = 0; now != NULL && now[i] != NULL; i++)
    if (!g_strv_contains (wanted, now[i]))
      atlas_change_set_remove (set, record, field, now[i]);
  for (guint i = 0; wanted[i] != NULL; i++)
    if (now == NULL || !g_strv_contains ((const char * const *) now, wanted[i]))
      atlas_change_set_add (set, record, field, wanted[i]);
}

/**
 * atlas_panel_people_set:
 * @panel: whose meeting
 * @meeting: the meeting
 * @present: (array zero-terminated=1): codes of `party` who take part
 * @may_decide: (array zero-terminated=1): those of them who may decide without asking again
 * @short_reason: (nullable): why it decides all the same, when fewer are there than the panel needs
 *
 * Records who takes part in a meeting and who of them may decide, so that nothing waits for
 * somebody who is not there.
 *
 * Source: Promoting Positive Behaviour (December 2015), Panels, issue 1; requirements T113.
 *
 * Returns: (transfer full): the change set, which has no operation when nothing changes
 */
AtlasChangeSet *
atlas_panel_people_set (AtlasPanel         *panel,
                        AtlasMeeting       *meeting,
                        const char * const *present,
                        const char * const *may_decide,
                        const char         *short_reason)
{
  g_autofree char *day = atlas_date_format_long (meeting->on);
  g_autofree char *label = NULL;
  AtlasChangeSet *set;

  /* Translators: a panel, and the day of its meeting. */
  label = g_strdup_printf (_("%1$s, %2$s: who takes part"), panel->name, day);
  set = atlas_change_set_new (label);
  change_set_of_codes (set, ATLAS_RECORD (meeting), "present", meeting->present, present);
  change_set_of_codes (set, ATLAS_RECORD (meeting), "may_decide", meeting->may_decide, may_decide);
  if (g_strcmp0 (meeting->short_reason, short_reason) != 0)
    atlas_change_set_set_text (set, ATLAS_RECORD (meeting), "short_reason", short_reason);

  return set;
}

static const char *
step_of (const char *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    if (g_str_equal (steps[i].kind, kind))
      return steps[i].step;

  return NULL;
}

/**
 * atlas_panel_may_decide:
 * @referral_case: a referral as it was read
 *
 * Who may take a referral through a panel may record what the panel decides; the table of steps
 * says who. Where no server gave any role, everybody may.
 *
 * Returns: whether whoever uses this laptop may record a decision
 */
gboolean
atlas_panel_may_decide (const AtlasReferralCase *referral_case)
{
  return referral_case->roles == NULL ||
         atlas_step_any_may_take (atlas_step_rule_find ("panel"),
                                  (const char * const *) referral_case->roles);
}

/**
 * atlas_panel_can_decide:
 * @referral_case: a referral as it was read
 * @kind: code of `decision-kind`
 *
 * Returns: whether that decision can be recorded now
 */
gboolean
atlas_panel_can_decide (const AtlasReferralCase *referral_case,
                        const char              *kind)
{
  const char *step = step_of (kind);

  if (atlas_codes_find (DECISION_KINDS, kind) == NULL)
    return FALSE;

  return step == NULL ||
         atlas_codes_may_step (REFERRAL_STEPS, referral_case->referral->step, step);
}

/* A decision is the referral's next step: who sees to it, what, by when. */
static void
set_next_step (AtlasChangeSet          *set,
               AtlasReferral           *referral,
               const AtlasDecisionForm *form,
               const char              *label)
{
  AtlasRecord *record = ATLAS_RECORD (referral);

  if (form->owner == NULL || *form->owner == '\0')
    return;

  atlas_change_set_set_text (set, record, "owner", form->owner);
  atlas_change_set_set_text (set, record, "next_step", label);
  atlas_change_set_set_date (set, record, "next_by", form->due);
}

static json_t *
decision_fields (const AtlasReferralCase *referral_case,
                 AtlasMeeting            *meeting,
                 const AtlasDecisionForm *form)
{
  json_t *fields = json_object ();

  atlas_json_put_text (fields, "referral",
                       atlas_record_get_id (ATLAS_RECORD (referral_case->referral)));
  if (meeting != NULL)
    atlas_json_put_text (fields, "meeting", atlas_record_get_id (ATLAS_RECORD (meeting)));
  atlas_json_put_text (fields, "kind", form->kind);
  atlas_json_put_text (fields, "reason", form->reason);
  atlas_json_put_date (fields, "on", referral_case->on);
  atlas_json_put_text (fields, "owner", form->owner);
  atlas_json_put_date (fields, "due", form->due);
  if (form->place != NULL)
    atlas_json_put_text (fields, "place", atlas_record_get_id (ATLAS_RECORD (form->place)));
  if (referral_case->referral->invented)
    json_object_set_new (fields, "invented", json_true ());

  return fields;
}

/**
 * atlas_panel_decision_set:
 * @referral_case: a referral as it was read
 * @meeting: (nullable): the meeting that decided
 * @form: what was decided; atlas_panel_can_decide() says whether it may be
 *
 * Records a decision with everything that follows from it: a place that is offered, the step that
 * the referral takes, and whose the next step is.
 *
 * Returns: (transfer full): the change set
 */
AtlasChangeSet *
atlas_panel_decision_set (const AtlasReferralCase *referral_case,
                          AtlasMeeting            *meeting,
                          const AtlasDecisionForm *form)
{
  AtlasReferral *referral = referral_case->referral;
  const char *kind_label = _(atlas_codes_label (DECISION_KINDS, form->kind));
  const char *step = step_of (form->kind);
  g_autofree char *id = atlas_id_new ();
  g_autofree char *label = NULL;
  AtlasChangeSet *set;

  if (form->place != NULL && g_str_equal (form->kind, OFFER))
    {
      set = atlas_referral_offer_set (referral_case, form->place, form->provision_name,
                                      ATLAS_DATE_NONE, ATLAS_DATE_NONE, form->reason);
    }
  else
    {
      /* Translators: a reference, and what a panel decided: K7-204: Not agreed */
      label = g_strdup_printf (_("%1$s: %2$s"), referral->reference, kind_label);
      set = atlas_change_set_new (label);
      if (step != NULL)
        {
          atlas_change_set_set_text (set, ATLAS_RECORD (referral), "step", step);
          atlas_change_set_set_date (set, ATLAS_RECORD (referral), "step_on", referral_case->on);
          atlas_change_set_set_text (set, ATLAS_RECORD (referral), "step_reason",
                                     form->reason != NULL && *form->reason != '\0'
                                     ? form->reason : kind_label);
        }
    }
  atlas_change_set_create (set, "decision", id, decision_fields (referral_case, meeting, form));
  set_next_step (set, referral, form, kind_label);

  return set;
}
