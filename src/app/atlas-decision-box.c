/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-decision-box.h"

#include <glib/gi18n.h>

#include "app/atlas-compat.h"
#include "app/atlas-date-row.h"
#include "app/atlas-fault.h"
#include "app/atlas-flow.h"
#include "app/atlas-list-tab.h"
#include "app/atlas-ui.h"
#include "records/atlas-codes.h"
#include "reports/atlas-words.h"
#include "store/atlas-store-panels.h"

#define DECISION_KINDS "decision-kind"
#define OFFER          "offer"
#define NOT_AGREED     "not-agreed"
#define KIND           "atlas-kind"     /* of a row: the code that it stands for */
#define MAX_KINDS      9                /* a decision has a key of one digit */

/* What was typed, as the store keeps it until it is recorded. */
#define DRAFT_KIND     "kind"
#define DRAFT_PLACE    "place"
#define DRAFT_REASON   "reason"
#define DRAFT_OWNER    "owner"
#define DRAFT_DUE      "due"

/**
 * AtlasDecisionBox:
 *
 * What a panel decides on a child: one of a few decisions, each on a key of its own, and why, who
 * sees to it and by when. It keeps nothing itself: what is typed is asked for with
 * atlas_decision_box_get_draft() after each #AtlasDecisionBox::changed.
 */
struct _AtlasDecisionBox
{
  AdwBin        parent_instance;

  GPtrArray    *places;         /* (element-type utf8): ids, in the order of their choices */
  GtkWidget    *fault;          /* (nullable): the row that says what is wrong */
  gboolean      is_filling;     /* it is being filled in by us, not by a person */

  /* Template */
  GtkListBox   *kinds;
  GtkWidget    *choose;
  GtkWidget    *places_list;
  AdwComboRow  *place;
  AdwEntryRow  *reason;
  AdwEntryRow  *owner;
  AtlasDateRow *due;
};

G_DEFINE_FINAL_TYPE (AtlasDecisionBox, atlas_decision_box, ADW_TYPE_BIN)

typedef enum { SIGNAL_CHANGED } AtlasDecisionBoxSignal;
static guint signals[SIGNAL_CHANGED + 1];

static const char *
get_kind (AtlasDecisionBox *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->kinds);

  return row != NULL ? g_object_get_data (G_OBJECT (row), KIND) : NULL;
}

static const char *
get_place (AtlasDecisionBox *self)
{
  guint selected = adw_combo_row_get_selected (self->place);

  /* The first choice is no place yet. */
  return selected > 0 && selected <= self->places->len
         ? g_ptr_array_index (self->places, selected - 1) : NULL;
}

static void
clear_fault (AtlasDecisionBox *self)
{
  atlas_fault_clear (&self->fault);
  gtk_widget_set_visible (self->choose, FALSE);
}

static void
show_place (AtlasDecisionBox *self)
{
  gtk_widget_set_visible (self->places_list, g_strcmp0 (get_kind (self), OFFER) == 0);
}

static void
changed_cb (AtlasDecisionBox *self)
{
  if (self->is_filling)
    return;

  clear_fault (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
kind_selected_cb (AtlasDecisionBox *self)
{
  if (self->is_filling)
    return;

  show_place (self);
  changed_cb (self);
}

/* A digit chooses, while the list has the focus and only then (WCAG 2.2, 2.1.4). */
static gboolean
key_pressed_cb (AtlasDecisionBox      *self,
                guint                  keyval,
                guint                  keycode,
                GdkModifierType        state,
                GtkEventControllerKey *controller)
{
  guint32 digit = gdk_keyval_to_unicode (keyval);
  GtkListBoxRow *row;

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0 || digit < '1' || digit > '9')
    return GDK_EVENT_PROPAGATE;

  row = gtk_list_box_get_row_at_index (self->kinds, (int) (digit - '1'));
  if (row == NULL)
    return GDK_EVENT_PROPAGATE;

  gtk_list_box_select_row (self->kinds, row);
  gtk_widget_grab_focus (GTK_WIDGET (row));

  return GDK_EVENT_STOP;
}

static void
atlas_decision_box_dispose (GObject *object)
{
  AtlasDecisionBox *self = ATLAS_DECISION_BOX (object);

  /* The list lets go of its row when the other children are gone. */
  self->is_filling = TRUE;

  G_OBJECT_CLASS (atlas_decision_box_parent_class)->dispose (object);
}

static void
atlas_decision_box_finalize (GObject *object)
{
  g_ptr_array_unref (ATLAS_DECISION_BOX (object)->places);

  G_OBJECT_CLASS (atlas_decision_box_parent_class)->finalize (object);
}

static void
atlas_decision_box_class_init (AtlasDecisionBoxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = atlas_decision_box_dispose;
  object_class->finalize = atlas_decision_box_finalize;

  /**
   * AtlasDecisionBox::changed:
   *
   * A person chose or typed something.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (ATLAS_TYPE_DATE_ROW);
  g_type_ensure (ATLAS_TYPE_FLOW);
  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-decision-box.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasDecisionBox, kinds);
  gtk_widget_class_bind_template_child (widget_class, AtlasDecisionBox, choose);
  gtk_widget_class_bind_template_child (widget_class, AtlasDecisionBox, places_list);
  gtk_widget_class_bind_template_child (widget_class, AtlasDecisionBox, place);
  gtk_widget_class_bind_template_child (widget_class, AtlasDecisionBox, reason);
  gtk_widget_class_bind_template_child (widget_class, AtlasDecisionBox, owner);
  gtk_widget_class_bind_template_child (widget_class, AtlasDecisionBox, due);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, kind_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_pressed_cb);
}

static void
atlas_decision_box_init (AtlasDecisionBox *self)
{
  self->places = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  atlas_list_leave_by_tab (self->kinds);
}

static void
add_kind (AtlasDecisionBox *self,
          const AtlasCode  *code,
          guint             number)
{
  /* Translators: the key that chooses a decision, and the decision: "1  Offer a place". */
  g_autofree char *words = g_strdup_printf (_("%1$u  %2$s"), number, _(code->label));
  GtkWidget *label = gtk_label_new (words);
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  g_object_set_data (G_OBJECT (row), KIND, (gpointer) code->code);
  gtk_list_box_append (self->kinds, row);
}

/* Decisions that the referral's own step allows. */
static void
fill_kinds (AtlasDecisionBox        *self,
            const AtlasReferralCase *referral_case)
{
  g_autoptr(GPtrArray) codes = atlas_codes_list (DECISION_KINDS);
  GtkWidget *row;
  guint n = 0;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->kinds))) != NULL)
    gtk_list_box_remove (self->kinds, row);

  for (guint i = 0; i < codes->len && n < MAX_KINDS; i++)
    {
      const AtlasCode *code = g_ptr_array_index (codes, i);

      if (atlas_panel_can_decide (referral_case, code->code))
        add_kind (self, code, ++n);
    }
}

/* Places that are free, those that fit before the others, each with the age of its figure. */
static void
fill_places (AtlasDecisionBox *self,
             AtlasFinder      *finder)
{
  g_autoptr(GtkStringList) labels = gtk_string_list_new (NULL);

  gtk_string_list_append (labels, _("None yet"));
  g_ptr_array_set_size (self->places, 0);
  for (guint i = 0; i < finder->results->len; i++)
    {
      const AtlasFindResult *result = g_ptr_array_index (finder->results, i);
      const AtlasFree *free = &result->line->free;
      g_autofree char *name = atlas_finder_word_name (finder, result);
      g_autofree char *places = atlas_words_free (free);
      g_autofree char *sent = atlas_words_as_last_sent (free, finder->on);
      g_autofree char *label = NULL;

      if (!free->is_known || free->free <= 0)
        continue;
      /* Translators: a line of places, how many are free, how old that is. */
      label = g_strdup_printf (_("%1$s: %2$s · %3$s"), name, places, sent);
      gtk_string_list_append (labels, label);
      g_ptr_array_add (self->places,
                       g_strdup (atlas_record_get_id (ATLAS_RECORD (atlas_finder_get_place
                                                                      (finder,
                                                                      result)->place))));
    }
  adw_combo_row_set_model (self->place, G_LIST_MODEL (labels));
  atlas_name_combo_row (self->place, _("Place"));
}

static void
select_kind (AtlasDecisionBox *self,
             const char       *kind)
{
  GtkListBoxRow *row;

  gtk_list_box_unselect_all (self->kinds);
  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->kinds, i)) != NULL; i++)
    if (g_strcmp0 (g_object_get_data (G_OBJECT (row), KIND), kind) == 0)
      gtk_list_box_select_row (self->kinds, row);
  show_place (self);
}

static void
select_place (AtlasDecisionBox *self,
              const char       *place)
{
  guint selected = 0;

  for (guint i = 0; i < self->places->len; i++)
    if (g_strcmp0 (g_ptr_array_index (self->places, i), place) == 0)
      selected = i + 1;
  adw_combo_row_set_selected (self->place, selected);
}

static void
set_text (gpointer    row,
          json_t     *draft,
          const char *name)
{
  const char *text = atlas_json_string (draft, name);

  gtk_editable_set_text (GTK_EDITABLE (row), text != NULL ? text : "");
}

/**
 * atlas_decision_box_show:
 * @self: a box
 * @sheet: a meeting, with a child
 *
 * Shows what can be decided on the child, and what was typed about it before.
 */
void
atlas_decision_box_show (AtlasDecisionBox  *self,
                         AtlasMeetingSheet *sheet)
{
  g_return_if_fail (ATLAS_IS_DECISION_BOX (self));

  self->is_filling = TRUE;
  clear_fault (self);
  fill_kinds (self, sheet->referral_case);
  fill_places (self, sheet->finder);
  select_kind (self, atlas_json_string (sheet->draft, DRAFT_KIND));
  select_place (self, atlas_json_string (sheet->draft, DRAFT_PLACE));
  set_text (self->reason, sheet->draft, DRAFT_REASON);
  set_text (self->owner, sheet->draft, DRAFT_OWNER);
  set_text (self->due, sheet->draft, DRAFT_DUE);
  self->is_filling = FALSE;
}

static void
put_text (json_t     *draft,
          const char *name,
          const char *text)
{
  if (text != NULL && *text != '\0')
    json_object_set_new (draft, name, json_string (text));
}

/**
 * atlas_decision_box_get_draft:
 * @self: a box
 *
 * Returns: (transfer full): what is chosen and typed, as it is, also where it is not finished
 */
json_t *
atlas_decision_box_get_draft (AtlasDecisionBox *self)
{
  json_t *draft = json_object ();

  g_return_val_if_fail (ATLAS_IS_DECISION_BOX (self), draft);

  put_text (draft, DRAFT_KIND, get_kind (self));
  put_text (draft, DRAFT_PLACE, get_place (self));
  put_text (draft, DRAFT_REASON, gtk_editable_get_text (GTK_EDITABLE (self->reason)));
  put_text (draft, DRAFT_OWNER, gtk_editable_get_text (GTK_EDITABLE (self->owner)));
  put_text (draft, DRAFT_DUE, gtk_editable_get_text (GTK_EDITABLE (self->due)));

  return draft;
}

static gboolean
refuse (AtlasDecisionBox *self,
        gpointer          field,
        const char       *fault)
{
  clear_fault (self);
  self->fault = atlas_fault_show (field, fault);

  return FALSE;
}

static gboolean
ask_to_choose (AtlasDecisionBox *self)
{
  clear_fault (self);
  gtk_widget_set_visible (self->choose, TRUE);
  atlas_announce (self->choose, gtk_label_get_label (GTK_LABEL (self->choose)));
  atlas_decision_box_focus (self);

  return FALSE;
}

static gboolean
can_record (AtlasDecisionBox        *self,
            const AtlasDecisionForm *decided)
{
  if (decided->kind == NULL)
    return ask_to_choose (self);
  if (g_str_equal (decided->kind, NOT_AGREED) && *decided->reason == '\0')
    return refuse (self, self->reason,
                   _("Say why it is not agreed: the family and the school are told."));
  if (!atlas_date_row_is_valid (self->due))
    return refuse (self, self->due, _("Write the day as 3 December 2026, or leave it empty."));
  if (decided->due != ATLAS_DATE_NONE && *decided->owner == '\0')
    return refuse (self, self->owner, _("Say who sees to it by that day."));

  return TRUE;
}

static AtlasPlaceLine *
find_place (AtlasFinder *finder,
            const char  *place)
{
  for (guint i = 0; place != NULL && i < finder->places->len; i++)
    {
      AtlasPlaceLine *line = g_ptr_array_index (finder->places, i);

      if (g_str_equal (atlas_record_get_id (ATLAS_RECORD (line->place)), place))
        return line;
    }

  return NULL;
}

/**
 * atlas_decision_box_get_set:
 * @self: a box
 * @sheet: the meeting that decides, with the child that is shown
 *
 * Returns: (transfer full) (nullable): the decision as a change, or %NULL when the box says what is
 *   missing
 */
AtlasChangeSet *
atlas_decision_box_get_set (AtlasDecisionBox  *self,
                            AtlasMeetingSheet *sheet)
{
  g_autofree char *reason = atlas_entry_dup (GTK_EDITABLE (self->reason));
  g_autofree char *owner = atlas_entry_dup (GTK_EDITABLE (self->owner));
  AtlasDecisionForm decided = {
    .kind = get_kind (self),
    .reason = reason != NULL ? reason : "",
    .owner = owner != NULL ? owner : "",
    .due = atlas_date_row_get_date (self->due),
  };
  AtlasPlaceLine *line;

  g_return_val_if_fail (ATLAS_IS_DECISION_BOX (self), NULL);

  if (!can_record (self, &decided))
    return NULL;

  line = g_str_equal (decided.kind, OFFER) ? find_place (sheet->finder, get_place (self)) : NULL;
  if (line != NULL)
    {
      decided.place = line->place;
      decided.provision_name = line->provision->name;
    }

  return atlas_panel_decision_set (sheet->referral_case, sheet->file->meeting, &decided);
}

/**
 * atlas_decision_box_choose_place:
 * @self: a box
 * @place: id of a line of places
 *
 * Chooses to offer that place, and goes on to the reason.
 */
void
atlas_decision_box_choose_place (AtlasDecisionBox *self,
                                 const char       *place)
{
  g_return_if_fail (ATLAS_IS_DECISION_BOX (self));

  select_kind (self, OFFER);
  select_place (self, place);
  gtk_widget_grab_focus (GTK_WIDGET (self->reason));
}

/**
 * atlas_decision_box_focus:
 * @self: a box
 *
 * Goes to the decisions, where a digit chooses one.
 */
void
atlas_decision_box_focus (AtlasDecisionBox *self)
{
  GtkListBoxRow *row;

  g_return_if_fail (ATLAS_IS_DECISION_BOX (self));

  row = gtk_list_box_get_selected_row (self->kinds);
  if (row == NULL)
    row = gtk_list_box_get_row_at_index (self->kinds, 0);
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}
