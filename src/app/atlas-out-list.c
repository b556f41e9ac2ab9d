/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-out-list.h"

#include <glib/gi18n.h>

#include "app/atlas-cell.h"
#include "app/atlas-compat.h"
#include "app/atlas-fold.h"
#include "app/atlas-out-item.h"
#include "app/atlas-ui.h"
#include "app/atlas-view.h"

#define PAGE_ROWS "rows"
#define PAGE_NONE "none"

/**
 * AtlasOutList:
 *
 * The children who are not in full-time education: how many they are, a filter by group, and a row
 * for each, which opens the child's page.
 */
struct _AtlasOutList
{
  AdwBin              parent_instance;

  char               *counts[ATLAS_OUT_N_CHOICES];      /* of each choice, in a sentence */
  char               *on_register;
  gboolean            is_filling;       /* choices are being filled by us, not chosen */

  /* Template */
  GtkLabel           *count;
  GtkLabel           *as_at;
  GtkLabel           *note;
  GtkLabel           *sums;
  GtkDropDown        *filter;
  GtkStringList      *choices;
  GtkStack           *stack;
  GtkListView        *rows;
  GtkFilterListModel *filtered;
  GtkSingleSelection *selection;
  AdwStatusPage      *none;
};

G_DEFINE_FINAL_TYPE (AtlasOutList, atlas_out_list, ADW_TYPE_BIN)

static void
row_activated_cb (AtlasOutList *self,
                  guint         position)
{
  g_autoptr(AtlasOutItem) item = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (item != NULL)
    atlas_view_go (GTK_WIDGET (self), atlas_out_item_get_route (item));
}

static gboolean
is_chosen (gpointer item,
           gpointer user_data)
{
  return atlas_out_item_is_in (item, atlas_out_list_get_choice (user_data));
}

static void
set_note (AtlasOutList *self,
          guint         choice)
{
  const char *note = NULL;

  if (choice == ATLAS_OUT_REGISTER)
    note = self->on_register;
  else if (choice == ATLAS_OUT_COHORT + ATLAS_COHORT_ALTERNATIVE)
    note = _("A child in alternative provision is counted whatever the hours, as the county’s "
             "strategy counts.");
  gtk_label_set_label (self->note, note != NULL ? note : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), note != NULL);
}

static void
choice_changed_cb (AtlasOutList *self)
{
  guint choice = atlas_out_list_get_choice (self);
  gboolean has_any;

  if (self->is_filling)
    return;

  gtk_filter_changed (gtk_filter_list_model_get_filter (self->filtered),
                      GTK_FILTER_CHANGE_DIFFERENT);
  has_any = g_list_model_get_n_items (G_LIST_MODEL (self->filtered)) > 0;
  gtk_label_set_label (self->count, self->counts[choice] != NULL ? self->counts[choice] : "");
  set_note (self, choice);
  adw_status_page_set_title (self->none, self->counts[choice] != NULL ? self->counts[choice] : "");
  gtk_stack_set_visible_child_name (self->stack, has_any ? PAGE_ROWS : PAGE_NONE);
}

static void
clear_words (AtlasOutList *self)
{
  for (guint i = 0; i < ATLAS_OUT_N_CHOICES; i++)
    g_clear_pointer (&self->counts[i], g_free);
  g_clear_pointer (&self->on_register, g_free);
}

static void
atlas_out_list_finalize (GObject *object)
{
  clear_words (ATLAS_OUT_LIST (object));

  G_OBJECT_CLASS (atlas_out_list_parent_class)->finalize (object);
}

static void
atlas_out_list_class_init (AtlasOutListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = atlas_out_list_finalize;

  g_type_ensure (ATLAS_TYPE_CELL);
  g_type_ensure (ATLAS_TYPE_FOLD);
  g_type_ensure (ATLAS_TYPE_OUT_ITEM);

  gtk_widget_class_set_template_from_resource (widget_class, ATLAS_UI "atlas-out-list.ui");
  gtk_widget_class_bind_template_child (widget_class, AtlasOutList, count);
  gtk_widget_class_bind_template_child (widget_class, AtlasOutList, as_at);
  gtk_widget_class_bind_template_child (widget_class, AtlasOutList, note);
  gtk_widget_class_bind_template_child (widget_class, AtlasOutList, sums);
  gtk_widget_class_bind_template_child (widget_class, AtlasOutList, filter);
  gtk_widget_class_bind_template_child (widget_class, AtlasOutList, choices);
  gtk_widget_class_bind_template_child (widget_class, AtlasOutList, stack);
  gtk_widget_class_bind_template_child (widget_class, AtlasOutList, rows);
  gtk_widget_class_bind_template_child (widget_class, AtlasOutList, filtered);
  gtk_widget_class_bind_template_child (widget_class, AtlasOutList, selection);
  gtk_widget_class_bind_template_child (widget_class, AtlasOutList, none);
  gtk_widget_class_bind_template_callback (widget_class, choice_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
}

static void
atlas_out_list_init (AtlasOutList *self)
{
  g_autoptr(GtkFilter) filter = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  filter = GTK_FILTER (gtk_custom_filter_new (is_chosen, self, NULL));
  gtk_filter_list_model_set_filter (self->filtered, filter);
  atlas_name_drop_down (self->filter, _("Reason"));
}

/* Each group with its number, one after the other; a group without children is left out. */
static char *
word_sums (const AtlasOutOfSchool *list)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint choice = ATLAS_OUT_COHORT; choice < ATLAS_OUT_REGISTER; choice++)
    {
      guint n = atlas_out_choice_count (list, choice);

      if (n > 0)
        g_string_append_printf (text, "%s%s %u", text->len > 0 ? " · " : "",
                                atlas_out_choice_label (choice), n);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
word_choice_count (const AtlasOutOfSchool *list,
                   guint                   choice)
{
  guint n = atlas_out_choice_count (list, choice);

  if (choice == ATLAS_OUT_ALL)
    return atlas_out_word_count (n);

  /* Translators: two numbers, then a group: "10 of 91 children: Excluded". */
  return g_strdup_printf (ngettext ("%1$u of %2$u child: %3$s", "%1$u of %2$u children: %3$s",
                                    list->rows->len), n, list->rows->len,
                          atlas_out_choice_label (choice));
}

static void
fill_choices (AtlasOutList           *self,
              const AtlasOutOfSchool *list)
{
  g_autoptr(GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
  guint n_old = g_list_model_get_n_items (G_LIST_MODEL (self->choices));
  guint choice = atlas_out_list_get_choice (self);

  for (guint i = 0; i < ATLAS_OUT_N_CHOICES; i++)
    {
      self->counts[i] = word_choice_count (list, i);
      /* Translators: a group of children, and how many they are: "Excluded (10)". */
      g_ptr_array_add (labels, g_strdup_printf (_("%s (%u)"), atlas_out_choice_label (i),
                                                atlas_out_choice_count (list, i)));
    }
  g_ptr_array_add (labels, NULL);

  self->is_filling = TRUE;
  gtk_string_list_splice (self->choices, 0, n_old, (const char * const *) labels->pdata);
  gtk_drop_down_set_selected (self->filter, choice);
  self->is_filling = FALSE;
}

/**
 * atlas_out_list_show:
 * @self: a list
 * @report: a report that has children; its words are copied, its model is kept
 *
 * Shows other children. The filter stays as it was.
 */
void
atlas_out_list_show (AtlasOutList *self,
                     AtlasReport  *report)
{
  const AtlasOutOfSchool *list = report->out;
  g_autofree char *sums = NULL;

  g_return_if_fail (ATLAS_IS_OUT_LIST (self));
  g_return_if_fail (list != NULL);

  sums = word_sums (list);
  clear_words (self);
  self->on_register = atlas_out_word_register (list);
  fill_choices (self, list);
  gtk_filter_list_model_set_model (self->filtered, G_LIST_MODEL (report->children));
  gtk_label_set_label (self->as_at, atlas_document_get_as_at (report->with_tables));
  gtk_label_set_label (self->sums, sums);
  choice_changed_cb (self);
}

/**
 * atlas_out_list_get_choice:
 * @self: a list
 *
 * Returns: which children it shows
 */
guint
atlas_out_list_get_choice (AtlasOutList *self)
{
  guint choice;

  g_return_val_if_fail (ATLAS_IS_OUT_LIST (self), ATLAS_OUT_ALL);

  choice = gtk_drop_down_get_selected (self->filter);

  return choice < ATLAS_OUT_N_CHOICES ? choice : ATLAS_OUT_ALL;
}
