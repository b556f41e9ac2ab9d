/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-referral-list.h"

#include <glib/gi18n.h>

#include "app/atlas-cell.h"
#include "app/atlas-compat.h"
#include "app/atlas-day6-cells.h"
#include "app/atlas-flow.h"
#include "app/atlas-referral-chips.h"
#include "app/atlas-referral-model.h"
#include "app/atlas-referral-row.h"
#include "app/atlas-ui.h"
#include "app/atlas-view.h"

#define PAGE_ROWS      "rows"
#define PAGE_NONE      "none"
#define PAGE_UNMATCHED "unmatched"
#define PAGE_TROUBLE   "trouble"
#define SHAPE_NARROW   "narrow"
#define SHAPE_WIDE     "wide"
#define WIDE_EM        56.0     /* from this width on, a table */

/**
 * AtlasReferralList:
 *
 * The list of referrals: a table where there is room, rows of words where there is not. Both show
 * one model and one selection.
 */
struct _AtlasReferralList
{
  AdwBin              parent_instance;

  AtlasSession       *session;  /* (nullable): NULL until given */
  char               *words;    /* (nullable): what was typed */
  guint               shape_id;

  /* Template */
  AtlasReferralModel *model;
  AtlasReferralChips *chips;
  GtkStack           *stack;
  GtkStack           *shapes;
  GtkColumnView      *table;
  AdwStatusPage      *unmatched;
  AdwStatusPage      *trouble;
};

G_DEFINE_FINAL_TYPE (AtlasReferralList, atlas_referral_list, ADW_TYPE_BIN)

static guint
n_found (AtlasReferralList *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->model));
}

static void
show_unmatched (AtlasReferralList *self)
{
  g_autofree char *filters = atlas_referral_chips_describe (self->chips);
  gboolean has_words = self->words != NULL && *self->words != '\0';
  g_autofree char *title = NULL;

  if (*filters != '\0')
    {
      /* Translators: filters, "Year 9 and Tier 5". */
      title = g_strdup_printf (_("No referrals match %s"), filters);
    }
  else if (has_words)
    title = g_strdup (_("No referrals match what was typed"));
  else
    title = g_strdup (_("No referrals are open"));
  adw_status_page_set_title (self->unmatched, title);
  gtk_stack_set_visible_child_name (self->stack, PAGE_UNMATCHED);
}

/* The model says so with every answer. */
static void
found_cb (AtlasReferralList *self)
{
  const GError *error = atlas_referral_model_get_error (self->model);
  gint64 total = atlas_referral_model_get_total (self->model);

  if (error != NULL)
    {
      adw_status_page_set_description (self->trouble, error->message);
      gtk_stack_set_visible_child_name (self->stack, PAGE_TROUBLE);
      return;
    }

  atlas_referral_chips_set_count (self->chips, n_found (self), total);
  if (n_found (self) > 0)
    gtk_stack_set_visible_child_name (self->stack, PAGE_ROWS);
  else if (total == 0)
    gtk_stack_set_visible_child_name (self->stack, PAGE_NONE);
  else
    show_unmatched (self);
}

static void
row_activated_cb (AtlasReferralList *self,
                  guint              position)
{
  g_autoptr(AtlasReferralRow) row = g_list_model_get_item (G_LIST_MODEL (self->model), position);
  const AtlasReferralLine *line = row != NULL ? atlas_referral_row_get_line (row) : NULL;
  g_autofree char *route = NULL;

  if (line == NULL)
    return;

  route = g_strdup_printf ("referral/%s", line->reference);
  atlas_view_go (GTK_WIDGET (self), route);
}

/* The address says what narrows the list, so that Back and saved filters bring it again. */
static void
filter_changed_cb (AtlasReferralList *self)
{
  const AtlasReferralFilter *filter = atlas_referral_chips_get_filter (self->chips);
  g_autoptr(AtlasRoute)      route = atlas_referral_filter_to_route (filter);
  g_autofree char *text = atlas_route_format (route);

  atlas_view_go (GTK_WIDGET (self), text);
}

static void
clear_filters_action (GtkWidget  *widget,
                      const char *name,
                      GVariant   *parameter)
{
  atlas_view_go (widget, "referrals?open=no");
}

static gboolean
choose_shape_in_idle (gpointer user_data)
{
  AtlasReferralList *self = user_data;
  GtkWidget *widget = GTK_WIDGET (self);
  gboolean is_wide = gtk_widget_get_width (widget) >= WIDE_EM *atlas_flow_em (widget);

  self->shape_id = 0;
  gtk_stack_set_visible_child_name (self->shapes, is_wide ? SHAPE_WIDE : SHAPE_NARROW);

  return G_SOURCE_REMOVE;
}

static void
atlas_referral_list_measure (GtkWidget     *widget,
                             GtkOrientation orientation,
                             int            for_size,
                             int           *minimum,
                             int           *natural,
                             int           *minimum_baseline,
                             int           *natural_baseline)
{
  gtk_widget_measure (adw_bin_get_child (ADW_BIN (widget)), orientation, for_size,
                      minimum, natural, minimum_baseline, natural_baseline);
}

/* Which shape there is room for is known now, and shown just after, before it is drawn. */
static void
atlas_referral_list_size_allocate (GtkWidget *widget,
                                   int        width,
                                   int        height,
                                   int        baseline)
{
  AtlasReferralList *self = ATLAS_REFERRAL_LIST (widget);

  gtk_widget_allocate (adw_bin_get_child (ADW_BIN (widget)), width, height, baseline, NULL);
  if (self->shape_id == 0)
    self->shape_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, choose_shape_in_idle, self, NULL);
}

static void
atlas_referral_list_dispose (GObject *object)
{
  AtlasReferralList *self = ATLAS_REFERRAL_LIST (object);

  g_clear_handle_id (&self->shape_id, g_source_remove);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (atlas_referral_list_parent_class)->dispose (object);
}

static void
atlas_referral_list_finalize (GObject *object)
{
  g_free (ATLAS_REFERRAL_LIST (object)->words);

  G_OBJECT_CLASS (atlas_referral_list_parent_class)->finalize (object);
}

static void
atlas_referral_list_class_init (AtlasReferralListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = atlas_referral_list_dispose;
  object_class->finalize = atlas_referral_list_finalize;
  widget_class->measure = atlas_referral_list_measure;
  widget_class->size_allocate = atlas_referral_list_size_allocate;

  g_type_ensure (ATLAS_TYPE_CELL);
  g_type_ensure (ATLAS_TYPE_DAY6_CELLS);
  g_type_ensure (ATLAS_TYPE_REFERRAL_CHIPS);
  g_type_ensure (ATLAS_TYPE_REFERRAL_MODEL);
  g_type_ensure (ATLAS_TYPE_REFERRAL_ROW);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-referral-list.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralList, model);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralList, chips);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralList, stack);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralList, shapes);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralList, table);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralList, unmatched);
  gtk_widget_class_bind_template_child (widget_class, AtlasReferralList, trouble);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_install_action (widget_class, "list.clear-filters", NULL,
                                   clear_filters_action);
}

static void
atlas_referral_list_init (AtlasReferralList *self)
{
  gtk_widget_set_layout_manager (GTK_WIDGET (self), NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  atlas_name_column_view (self->table, _("Referrals"));

  atlas_name_column_view (self->table, _("Referrals"));
  g_signal_connect_object (self->model, "notify::total", G_CALLBACK (found_cb), self,
                           G_CONNECT_SWAPPED);
}

void
atlas_referral_list_set_session (AtlasReferralList *self,
                                 AtlasSession      *session)
{
  g_return_if_fail (ATLAS_IS_REFERRAL_LIST (self));

  g_set_object (&self->session, session);
  atlas_referral_chips_set_session (self->chips, session);
}

/**
 * atlas_referral_list_set_route:
 * @route: a route of `referrals`, which says what narrows the list
 */
void
atlas_referral_list_set_route (AtlasReferralList *self,
                               const AtlasRoute  *route)
{
  g_autoptr(AtlasReferralFilter) filter = NULL;

  g_return_if_fail (ATLAS_IS_REFERRAL_LIST (self));

  filter = atlas_referral_filter_from_route (route);
  atlas_referral_chips_set_filter (self->chips, filter);
}

/**
 * atlas_referral_list_set_words:
 * @words: what was typed, "" for nothing
 */
void
atlas_referral_list_set_words (AtlasReferralList *self,
                               const char        *words)
{
  g_return_if_fail (ATLAS_IS_REFERRAL_LIST (self));

  if (g_strcmp0 (self->words, words) == 0)
    return;

  g_free (self->words);
  self->words = g_strdup (words);
  atlas_referral_list_refresh (self);
}

/**
 * atlas_referral_list_refresh:
 *
 * Finds again what the list shows.
 */
void
atlas_referral_list_refresh (AtlasReferralList *self)
{
  g_return_if_fail (ATLAS_IS_REFERRAL_LIST (self));

  if (self->session == NULL || atlas_session_get_state (self->session) != ATLAS_SESSION_READY)
    return;

  atlas_referral_model_find (self->model, self->session,
                             atlas_referral_chips_get_filter (self->chips), self->words);
}

/**
 * atlas_referral_list_get_model:
 *
 * Returns: (transfer none): the #AtlasReferralRow objects that are listed
 */
GListModel *
atlas_referral_list_get_model (AtlasReferralList *self)
{
  g_return_val_if_fail (ATLAS_IS_REFERRAL_LIST (self), NULL);

  return G_LIST_MODEL (self->model);
}
